package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in policies: each is found by the statement that is about it. */
class SeededMistakesTest {
    @Test
    void whatIsExpectedIsProvenAndRolesThatOnlyTrustOthersAreListed() {
        ProofReport report = TargetStatements.decide(new HandMade().deployment());

        assertThat(report.decisions()).extracting(Decision::number).containsExactly("1", "2", "3", "4");
        assertThat(report.decisions())
                .allSatisfy(decision ->
                        assertThat(decision.isProven()).as(decision.toString()).isTrue());
        assertThat(report.notes())
                .containsExactly("also trusts: Auditors can be assumed by account 333333333333, and can use neither the"
                        + " bucket nor its key");
    }

    @Test
    void aRoleWhosePoliciesDenyEverythingIsRevoked() throws IOException {
        HandMade made = new HandMade();
        made.role.addAll(statements("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"));

        assertThat(TargetStatements.decide(made.deployment()).decisions())
                .allMatch(Decision::isProven)
                .extracting(Decision::statement)
                .contains("AllowPutToS3 is revoked: its sessions can do nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "agreed-1, the accounts 222222222222 and 333333333333 have the same ExternalId, REFUTED",
        "agreed-3, '', PROVEN"
    })
    void accountsThatShareAnExternalIdAreNamed(String externalId, String reason, Verdict verdict) throws IOException {
        HandMade made = new HandMade();
        made.trust.addAll(statements("{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"333333333333\"},\"Action\":"
                + "\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"" + externalId + "\"}}}"));
        TargetDeployment one = made.deployment();
        ExpectedGrant both =
                ExpectedGrant.of("AllowPutToS3", "target", List.of("222222222222", "333333333333"), "", List.of());

        assertThat(TargetStatements.decide(new TargetDeployment(
                                one.partition(), one.account(), one.roles(), one.bucket(), List.of(both)))
                        .decisions())
                .filteredOn(decision -> decision.number().equals("1"))
                .extracting(Decision::reason, Decision::verdict)
                .containsExactly(tuple(reason, verdict));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistakes.txt", "source-mistakes.txt"})
    void eachMistakeIsFoundByItsStatement(String file) throws IOException {
        List<String> lines = PublishedTemplates.resource(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            String number = parts[0].substring(0, 1);
            ProofReport report = file.startsWith("source")
                    ? SourceStatements.decide(ofSource(parts[1], parts[2]))
                    : TargetStatements.decide(
                            mistaken(parts[1], parts[2].split(" ;; ")).deployment());
            Verdict expected = parts[0].endsWith("?") ? Verdict.UNDECIDED : Verdict.REFUTED;
            if (report.decisions().stream()
                    .noneMatch(each -> each.number().equals(number) && each.verdict() == expected)) {
                wrong.add(report.decisions() + "\n  " + line);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
    }

    /** Only what the mistake is in: a caller's policy, or the trust or the permissions of a role. */
    private static SourceDeployment ofSource(String place, String json) throws IOException {
        SourceDeployment all = PublishedTemplates.SOURCE_WITH_EVERYTHING;
        Policy mistake =
                HandMade.policy(statements(json.replace("SOURCE", all.grant().text("SourceBucket"))
                        .replace("OPERATIONS", all.grant().text("OperationsBucket"))));
        String name = place.replace("trust:", "");
        boolean ofTrust = !name.equals(place);
        List<Role> roles = all.roles().stream()
                .filter(role -> role.name().startsWith(name))
                .min(Comparator.comparing(role -> role.name().length()))
                .map(role -> new Role(
                        role.arn(),
                        ofTrust ? Policy.joined(role.trust(), mistake) : role.trust(),
                        ofTrust
                                ? role.identity()
                                : Stream.concat(role.identity().stream(), Stream.of(mistake))
                                        .toList(),
                        role.boundary(),
                        List.of()))
                .stream()
                .toList();
        return PublishedTemplates.with(
                all,
                roles,
                roles.isEmpty()
                        ? Map.of(
                                name,
                                Policy.joined(
                                        Objects.requireNonNull(all.callers().get(name)), mistake))
                        : Map.of());
    }

    private static HandMade mistaken(String place, String[] json) throws IOException {
        HandMade made = new HandMade();
        List<Object> first = statements(json[0]);
        switch (place) {
            case "trust" -> made.trust.addAll(first);
            case "role" -> made.role.addAll(first);
            case "bucket" -> made.bucket.addAll(first);
            case "key" -> made.key.addAll(first);
            case "role=" -> replace(made.role, first);
            case "deliveries" -> {
                made.allowed.addAll(List.of("replicateDeletes", "replicateTags"));
                made.role.addAll(
                        statements("{\"Effect\":\"Allow\",\"Action\":[\"s3:DeleteObject\",\"s3:PutObjectTagging\"],"
                                + "\"Resource\":\"arn:aws:s3:::target/*\"}"));
                made.role.addAll(first);
            }
            case "boundary=" -> {
                replace(made.role, first);
                made.boundary.addAll(statements(json[1]));
            }
            case "ap" -> {
                made.accessPoint.addAll(first);
                if (json.length > 1) {
                    made.bucket.addAll(statements(json[1]));
                }
            }
            case "other" -> {
                // A role of account A that account B's role can assume, if its own policy says so.
                made.role.addAll(statements("{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}"));
                made.other("Other", first, statements(json[1]));
                made.accessPoint.addAll(
                        statements("{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\","
                                + "\"Resource\":\"*\"}"));
            }
            case "chain" -> {
                made.other("Other", first, statements(json[1]));
                made.other("Last", statements(json[2]), statements(json[3]));
            }
            default -> throw new IllegalArgumentException(place);
        }
        return made;
    }

    private static void replace(List<Object> statements, List<Object> others) {
        statements.clear();
        statements.addAll(others);
    }

    private static List<Object> statements(String json) throws IOException {
        return json.startsWith("[") ? JSON.std.listFrom(json) : List.of(JSON.std.mapFrom(json));
    }
}
