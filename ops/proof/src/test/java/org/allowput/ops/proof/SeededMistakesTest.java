package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.junit.jupiter.api.Test;

/** Mistakes in policies: each is found by the statement that is about it. */
class SeededMistakesTest {
    @Test
    void whatIsMeantIsProvenAndRolesThatOnlyTrustOthersAreListed() {
        ProofReport report = TargetStatements.decide(new HandMade().deployment());

        assertThat(report.decisions()).extracting(Decision::number).containsExactly("1", "2", "3", "4");
        assertThat(report.decisions())
                .allSatisfy(decision ->
                        assertThat(decision.isProven()).as(decision.toString()).isTrue());
        assertThat(report.notes())
                .containsExactly("also trusts: Auditors can be assumed by account 333333333333, and can use neither the"
                        + " bucket nor its key");
    }

    /** Without each of the three, account B could change what it delivered. */
    @Test
    void deliveredReceiptsAreNeitherOverwrittenNorDeletedNorTagged() throws IOException {
        List<Object> denies = statements("""
            [{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::target/_deliveries/*",
              "Condition":{"Null":{"s3:if-none-match":"true"}}},
             {"Effect":"Deny","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::target/_deliveries/*"},
             {"Effect":"Deny","Action":"s3:PutObjectTagging","Resource":"arn:aws:s3:::target/_deliveries/*"},
             {"Effect":"Allow","Action":["s3:DeleteObject","s3:PutObjectTagging"],"Resource":"arn:aws:s3:::target/*"}]\
            """);
        for (int without = 0; without <= denies.size() - 1; without++) {
            HandMade made = new HandMade();
            made.role.addAll(denies);
            boolean all = without == denies.size() - 1;
            if (!all) {
                made.role.remove(denies.get(without));
            }
            ProofReport report = TargetStatements.decide(made.deployment(new MeantGrant(
                    "AllowPutToS3",
                    made.deployment().grants().getFirst().trusted(),
                    "",
                    Set.of("replicateDeletes", "replicateTags"),
                    Optional.empty(),
                    Optional.of("_deliveries/"))));

            assertThat(PublishedTemplates.notProven(report))
                    .extracting(Decision::number)
                    .isEqualTo(all ? List.of() : List.of("2"));
        }
    }

    @Test
    void aRoleWhosePoliciesDenyEverythingIsRevoked() throws IOException {
        HandMade made = new HandMade();
        made.role.addAll(statements("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"));

        assertThat(TargetStatements.decide(made.deployment(), "4"::equals).decisions())
                .singleElement()
                .matches(Decision::isProven)
                .extracting(Decision::statement)
                .isEqualTo("AllowPutToS3 is revoked: its sessions can do nothing");
    }

    @Test
    void eachMistakeIsFoundByItsStatement() throws IOException {
        List<String> lines = PublishedTemplates.resource("mistakes.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            String number = parts[0].substring(0, 1);
            Decision decision = TargetStatements.decide(
                            mistaken(parts[1], parts[2].split(" ;; ")).deployment(), number::equals)
                    .decisions()
                    .getFirst();
            if (decision.verdict() != (parts[0].endsWith("?") ? Verdict.UNDECIDED : Verdict.REFUTED)) {
                wrong.add(decision + "\n  " + line);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
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
