package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.settings.schema.SettingsSchema;
import org.allowput.infra.settings.value.IamIdentity;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.settings.value.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values in cdk.json and on the command line are read. */
class SettingValuesTest {
    @Test
    void anOptInThatIsSetToFalseStaysOff() {
        assertThat(read("optIns.replicateTags", "false").optInNames()).isEqualTo("none");
        assertThat(read("optIns.replicateTags", false).optInNames()).isEqualTo("none");
        assertThat(read("optIns.replicateTags", "true").optInNames()).isEqualTo("replicateTags");
        assertThat(read("optIns.replicateTags", true).optInNames()).isEqualTo("replicateTags");
    }

    @Test
    void deletionsAreReplicatedByWord() {
        assertThat(read("optIns.replicateDeletes", "none").optInNames()).isEqualTo("none");
        for (String word : List.of("deletions", "deletionsAndExpirations")) {
            assertThat(read("optIns.replicateDeletes", word).optInNames()).isEqualTo("replicateDeletes");
        }
        assertError(
                "optIns.replicateDeletes",
                "true",
                "replication.optIns.replicateDeletes: seen \"true\", expected one of none, deletions,"
                        + " deletionsAndExpirations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "yes", "1", ""})
    void aBooleanIsTrueOrFalseAndNothingElse(String value) {
        assertError(
                "optIns.replicateTags",
                value,
                "replication.optIns.replicateTags: seen \"" + value + "\", expected true or false");
    }

    @Test
    void numbersAreReadAsCdkJsonAndTheCdksRuntimeWriteThem() {
        for (Object value : List.of("2", 2, 2L, 2.0)) {
            assertThat(read("queue.batchSize", value).queue().batchSize()).isEqualTo(2);
        }
        for (Object value : List.of(2.5, "2.0", "two", "")) {
            assertError("queue.batchSize", value, "replication.queue.batchSize: seen ");
        }
    }

    @Test
    void aPatternIsOneOfTheWholeText() {
        for (String text : List.of("111111111111\n", "x111111111111", "1111111111111")) {
            assertError("target.account", text, "expected 12 digits");
        }
        assertError("source.keyPrefix", "from-b/\n", "replication.source.keyPrefix: seen ");
        assertError("name", "staging\n", "replication.name: seen ");
    }

    @Test
    void aRetentionTimeIsReadAsItIsSet() {
        assertThat(read("logs.retentionDays", 30).logs().retentionDays()).isEqualTo(30);
    }

    @Test
    void theRoleOfTheWorkflowsFunctionHasANameThatIamAccepts() {
        assertThat(new RoleName("Copy").ofLargeObjects().text()).isEqualTo("Copy-large-objects");
        assertThat(new RoleName("r".repeat(64)).ofLargeObjects().text()).isEqualTo("r".repeat(50) + "-large-objects");
    }

    @ParameterizedTest
    @MethodSource
    void theLeastAndTheGreatestDocumentedValueAreAccepted(Setting setting) {
        String[] range = setting.allowed().split(" to | ", 3);
        long min = Long.parseLong(range[0]);
        long max = Long.parseLong(range[1]);

        for (long value : List.of(min, max)) {
            assertThat(errors(Map.of(setting.path(), Long.toString(value))))
                    .as("%s=%d", setting.path(), value)
                    .doesNotContain("expected an integer");
        }
        for (long value : List.of(min - 1, max + 1)) {
            assertThat(errors(Map.of(setting.path(), Long.toString(value))))
                    .contains("replication.%s: seen %d, expected an integer from %d to %d"
                            .formatted(setting.path(), value, min, max));
        }
    }

    static Stream<Setting> theLeastAndTheGreatestDocumentedValueAreAccepted() {
        return SettingsSchema.settings().stream()
                .filter(setting -> setting.isInteger()
                        && !setting.schema().has("enum")
                        && !setting.path().contains("[]"));
    }

    @Test
    void anObjectOfTheWrongTypeIsAnErrorAndDoesNotFallBackToDefaults() {
        for (Object value : List.of("fast", 5, true, List.of(1))) {
            assertError("queue", value, "replication.queue: seen ");
        }
        assertThat(errors(Map.of("replication", "fast")))
                .contains("replication: seen \"fast\", expected an object: { … }");
    }

    @Test
    void anOptionDoesNotHideThatItsObjectInTheFileIsOfTheWrongType() {
        assertThat(errors(Map.of("replication", Map.of("queue", 7), "queue.batchSize", "5")))
                .contains("replication.queue: seen 7, expected an object: { … }");
    }

    @Test
    void aListOfTheWrongTypeIsAnErrorAndDoesNotTrustNobodySilently() {
        for (Object value : List.of("333333333333", "[not JSON", 3, Map.of("account", "333333333333"))) {
            assertError("furtherSources", value, "replication.furtherSources: seen ");
        }
        assertError("furtherSources", List.of("333333333333"), "replication.furtherSources[0]: seen \"333333333333\"");
    }

    @Test
    void aValueThatIsAnObjectOrAListIsAnError() {
        assertError(
                "trigger", Map.of("a", 1), "replication.trigger: seen {\"a\":1}, expected one of sqs, s3, eventbridge");
        assertError(
                "keys.addPrefix",
                List.of("a"),
                "replication.keys.addPrefix: seen [\"a\"], expected a text: at most 512 bytes");
    }

    @Test
    void anEmptyValueIsAnErrorExceptWhereItMeansNoPrefix() {
        for (String path : List.of(
                "target.kmsKeyArn",
                "alarms.topicArn",
                "alarms.runbook",
                "source.roleName",
                "source.keyPrefix",
                "function.reservedConcurrency",
                "function.storageClass",
                "target.bucketName")) {
            assertError(path, "", "replication." + path + ": seen \"\", expected ");
        }
        assertThat(read("keys.addPrefix", "").selection()).isEqualTo(Selection.ALL);
    }

    @Test
    void eachTriggerIsSetByItsName() {
        for (Trigger trigger : Trigger.values()) {
            assertThat(read("trigger", trigger.toString()).trigger()).isEqualTo(trigger);
        }
    }

    @Test
    void aTagIsWhatAwsAccepts() {
        assertThat(read("tags." + "a".repeat(128), "x".repeat(256)).tags()).hasSize(1);
        assertError("tags." + "a".repeat(129), "x", "replication.tags.");
        assertError("tags.a", "x".repeat(257), "replication.tags.a: seen ");
        assertThat(errors(Map.of("replication", Map.of("tags", Map.of("AWS:mine", "x")))))
                .contains("replication.tags.AWS:mine: seen \"x\", expected at most 256 characters");
    }

    @Test
    void aRequiredTagIsOneThatS3Permits() {
        assertThat(read("source.requiredTag", "n".repeat(128) + "=" + "v".repeat(256))
                        .selection()
                        .requiresTag())
                .isTrue();
        for (String refused : List.of("scan", "scan=", "aws:scan=clean", "n".repeat(129) + "=v", "scan=\"")) {
            assertError("source.requiredTag", refused, "replication.source.requiredTag: seen ");
            assertError("source.requiredTag", refused, "expected NAME=VALUE, a name of 1 to 128");
        }
    }

    @Test
    void callersAreAListOfGroupsRolesAndUsers() {
        List<String> callers = List.of("role/Uploader", "user/a+b=c,d.e@f_g-h", "group/all", "role/Uploader");

        assertThat(read("source.callers", callers).source().callers())
                .extracting(IamIdentity::toString)
                .containsExactly("role/Uploader", "user/a+b=c,d.e@f_g-h", "group/all");
        assertThat(read("source.callers", "[\"role/Uploader\"]").source().callers())
                .containsExactly(new IamIdentity(IamIdentity.Kind.ROLE, "Uploader"));
        for (String refused : List.of(
                "Uploader",
                "arn:aws:iam::222222222222:role/Uploader",
                "role/",
                "role/path/Uploader",
                "policy/Uploader",
                "role/" + "a".repeat(65))) {
            assertError("source.callers", List.of("user/alice", refused), "replication.source.callers: seen ");
            assertError(
                    "source.callers",
                    List.of("user/alice", refused),
                    "expected a list of group/NAME, role/NAME or user/NAME, with a name in IAM: 1 to 64");
        }
    }

    @Test
    void theNameOfARoleHasALimit() {
        assertThat(read("target.roleName", "a".repeat(51)).target().roleName().text())
                .hasSize(51);
        assertError("target.roleName", "a".repeat(52), "expected the name of an IAM role: 1 to 51");
        assertError("source.roleName", "a".repeat(65), "expected the name of an IAM role: 1 to 64");
    }

    private static void assertError(String path, Object value, String message) {
        assertThat(errors(Map.of(path, value))).contains(message);
    }

    private static Settings read(String path, Object value) {
        return TestSettings.read(Map.of(path, value));
    }
}
