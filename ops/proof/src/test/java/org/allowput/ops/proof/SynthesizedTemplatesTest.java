package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.template.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The templates that the CDK app makes are proven without and with each setting that changes what somebody may do, and
 * for every pair of such settings: both, one of the two, and neither. What is granted is stated here by the settings,
 * and not read from the template.
 */
final class SynthesizedTemplatesTest {
    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/target";
    private static final String SOURCE_KEY = "arn:aws:kms:us-east-1:222222222222:key/source";

    /** Each setting by a short name, with its value. */
    private static final Map<String, Map<String, String>> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("replicateTags", Map.of("optIns.replicateTags", "true")),
            Map.entry("replicateDeletes", Map.of("optIns.replicateDeletes", "true")),
            Map.entry("writeOnce", Map.of("target.writeOnce", "true")),
            Map.entry("targetKey", Map.of("target.kmsKeyArn", KEY)),
            Map.entry("sourceKey", Map.of("source.kmsKeyArn", SOURCE_KEY)),
            Map.entry("keyPrefix", Map.of("source.keyPrefix", "b/", "keys.addPrefix", "b/")),
            Map.entry("roleName", Map.of("source.roleName", "ReplicateObjects")),
            Map.entry("organization", Map.of("source.organizationId", "o-a1b2c3d4e5")),
            Map.entry("mfa", Map.of("source.requireMfa", "true")),
            Map.entry(
                    "furtherSource",
                    Map.of("furtherSources", "[{\"account\": \"333333333333\", \"keyPrefix\": \"c/\"}]")),
            Map.entry("callers", Map.of("source.callers", "[\"group/g\", \"user/u\"]")),
            Map.entry("requiredTag", Map.of("source.requiredTag", "scan=clean")),
            Map.entry("receipts", Map.of("receipts.enabled", "true")),
            Map.entry("schedule", Map.of("receipts.enabled", "true", "reconcile.schedule", "rate(1 day)")),
            Map.entry(
                    "requeue",
                    Map.of(
                            "receipts.enabled", "true",
                            "reconcile.schedule", "rate(1 day)",
                            "reconcile.requeue", "true")),
            Map.entry(
                    "network",
                    Map.of("network.subnetIds", "subnet-0123abcd", "network.securityGroupIds", "sg-0123abcd")),
            Map.entry("key", Map.of("encryption.kmsKeyArn", SOURCE_KEY)),
            Map.entry("s3", Map.of("trigger", "s3")),
            Map.entry("backfill", Map.of("backfill.enabled", "true")),
            Map.entry("noLargeObjects", Map.of("largeObjects.enabled", "false")),
            Map.entry("include", Map.of("keys.include", "in/**")),
            Map.entry("targetAlarms", Map.of("target.alarms.email", "on-call@example.com")),
            Map.entry("eventbridge", Map.of("trigger", "eventbridge"))));

    @TempDir
    private Path folder;

    /** Each build has all pairs; each setting alone, and all together, are long. */
    static Stream<Set<String>> selections() {
        Stream<Set<String>> further =
                Stream.concat(SETTINGS.keySet().stream().map(Set::of), Stream.of(SETTINGS.keySet()));
        return Stream.concat(pairs().stream(), Nightly.Condition.includes(2) ? further : Stream.empty());
    }

    /**
     * Eight selections, in which any two settings occur in all four ways: each setting is in the selections whose bits
     * are set in a number of its own, which has seven bits, four of them set. Any two such numbers have a bit in
     * common, and each has one that the other has not; the eighth selection is empty.
     */
    private static List<Set<String>> pairs() {
        List<String> names = List.copyOf(SETTINGS.keySet());
        int[] numbers = IntStream.range(0, 1 << 7)
                .filter(number -> Integer.bitCount(number) == 4)
                .toArray();
        List<Set<String>> selections = new ArrayList<>();
        for (int bit = 0; bit < 8; bit++) {
            Set<String> selection = new TreeSet<>();
            for (int name = 0; name < names.size(); name++) {
                if ((numbers[name] >> bit & 1) == 1) {
                    selection.add(names.get(name));
                }
            }
            selections.add(selection);
        }
        return selections;
    }

    @Test
    void everyPairOfSettingsIsOnTogetherAndEachWithoutTheOther() {
        for (String one : SETTINGS.keySet()) {
            for (String other : SETTINGS.keySet()) {
                assertThat(pairs()).anyMatch(set -> set.contains(one) && set.contains(other));
                assertThat(pairs()).anyMatch(set -> !set.contains(one) && !set.contains(other));
                if (!one.equals(other)) {
                    assertThat(pairs()).anyMatch(set -> set.contains(one) && !set.contains(other));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("selections")
    void theTemplatesAllowWhatTheSettingsSayAndNothingElse(Set<String> names) throws IOException {
        synthesize(names);
        Template target = Template.read(folder.resolve("ReplicationTarget.template.json"));
        Template source = Template.read(folder.resolve("ReplicationSource.template.json"));

        assertThat(new TemplateProof(target, Map.of(), Optional.of(grant(names))).decide())
                .isNotEmpty()
                .allMatch(Decision.Proven.class::isInstance);
        assertThat(target.section("Metadata").get("Grant")).isEqualTo(grant(names));
        assertThat(source.section("Metadata").get("Grant")).isEqualTo(sourceGrant(names));
        assertThat(new TemplateProof(source, Map.of(), Optional.of(sourceGrant(names))).decide())
                .isNotEmpty()
                .allMatch(Decision.Proven.class::isInstance);
    }

    private static Map<String, Object> grant(Set<String> names) {
        boolean own = names.contains("keyPrefix");
        List<Object> roles = new ArrayList<>();
        roles.add(Map.of(
                "RoleName",
                own ? "AllowPutToS3-222222222222" : "AllowPutToS3",
                "KeyPrefix",
                names.contains("keyPrefix") ? "b/" : "",
                "Trusted",
                List.of(Map.of(
                        "Account",
                        "222222222222",
                        "ExternalIds",
                        List.of("ExternalId", "NextExternalId"),
                        "RoleNames",
                        roleNames(names),
                        "OrganizationId",
                        names.contains("organization") ? "o-a1b2c3d4e5" : "",
                        "RequireMfa",
                        isIn(names, "mfa")))));
        if (names.contains("furtherSource")) {
            roles.add(Map.of(
                    "RoleName",
                    "AllowPutToS3-333333333333",
                    "KeyPrefix",
                    "c/",
                    "Trusted",
                    List.of(Map.of(
                            "Account",
                            "333333333333",
                            "ExternalIds",
                            List.of("ExternalId333333333333", "NextExternalId333333333333"),
                            "RoleNames",
                            List.of(),
                            "OrganizationId",
                            "",
                            "RequireMfa",
                            "false"))));
        }
        return Map.of(
                "Bucket",
                "allow-put-target-111111111111-us-east-1-an",
                "KmsKeyArn",
                names.contains("targetKey") ? KEY : "",
                "OptIns",
                Map.of(
                        "replicateDeletes", isIn(names, "replicateDeletes"),
                        "replicateTags", isIn(names, "replicateTags")),
                "WriteOnce",
                isIn(names, "writeOnce"),
                "Roles",
                roles);
    }

    private static Map<String, Object> sourceGrant(Set<String> names) {
        return Map.of(
                "SourceBucket",
                "allow-put-source-222222222222-us-east-1-an",
                "TargetAccount",
                "111111111111",
                "RoleName",
                names.contains("keyPrefix") ? "AllowPutToS3-222222222222" : "AllowPutToS3",
                "Callers",
                names.contains("callers") ? List.of("group/g", "user/u") : List.of(),
                "ReceiptsBucket",
                Stream.of("receipts", "schedule", "requeue").anyMatch(names::contains)
                        ? "allow-put-receipts-222222222222-us-east-1-an"
                        : "",
                "LargeObjectsBucket",
                names.contains("noLargeObjects") ? "" : "allow-put-large-222222222222-us-east-1-an",
                "KmsKeyArns",
                Stream.of("sourceKey", "key").anyMatch(names::contains) ? List.of(SOURCE_KEY) : List.of());
    }

    private static List<String> roleNames(Set<String> names) {
        if (!names.contains("roleName")) {
            return List.of();
        }
        return names.contains("noLargeObjects")
                ? List.of("ReplicateObjects")
                : List.of("ReplicateObjects", "ReplicateObjects-large-objects");
    }

    private static String isIn(Set<String> names, String name) {
        return Boolean.toString(names.contains(name));
    }

    private void synthesize(Set<String> names) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        names.forEach(name -> settings.putAll(SETTINGS.getOrDefault(name, Map.of())));
        Synthesis.into(folder, settings);
    }
}
