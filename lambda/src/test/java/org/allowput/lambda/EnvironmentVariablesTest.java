package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.TargetOptions;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class EnvironmentVariablesTest {
    /** Those of {@link #required}. */
    static final FunctionSettings.Queue QUEUE = new FunctionSettings.Queue(
            "https://sqs.us-east-1.amazonaws.com/222222222222/queue",
            "https://sqs.us-east-1.amazonaws.com/222222222222/dead-letters",
            100,
            100);

    private static final int MIB = 1024 * 1024;
    private static final Selection SELECTION = Selection.of(KeyRule.of("in/**.csv", "in/", "from-b/"));

    /** What a deployment always sets. */
    public static Map<String, String> required() {
        return Map.ofEntries(
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "ReplicateObjects"),
                Map.entry("SOURCE_BUCKET", "source-bucket"),
                Map.entry("SOURCE_ACCOUNT", "222222222222"),
                Map.entry("TARGET_BUCKET", "target-bucket"),
                Map.entry("TARGET_ACCOUNT", "111111111111"),
                Map.entry("TARGET_REGION", "eu-west-1"),
                Map.entry("TARGET_ROLE_ARN", "arn:aws:iam::111111111111:role/AllowPutToS3"),
                Map.entry("EXTERNAL_ID", "an-agreed-id"),
                Map.entry("QUEUE_URL", QUEUE.url()),
                Map.entry("DEAD_LETTER_QUEUE_URL", QUEUE.deadLetterUrl()));
    }

    @Test
    void whatIsNotSetHasTheseDefaults() {
        FunctionSettings settings = EnvironmentVariables.read(required());

        assertThat(settings)
                .isEqualTo(new FunctionSettings(
                        "",
                        new FunctionSettings.Bucket("source-bucket", "222222222222", "us-east-1"),
                        new FunctionSettings.Bucket("target-bucket", "111111111111", "eu-west-1"),
                        new FunctionSettings.Role(
                                "arn:aws:iam::111111111111:role/AllowPutToS3", "an-agreed-id", "copy=ReplicateObjects"),
                        new CopyOptions(
                                64L * MIB,
                                32 * PartPlan.MIB,
                                4,
                                false,
                                false,
                                new ExpectedThroughput(50L * MIB, Duration.ofSeconds(890)),
                                CopyLimit.NONE,
                                Selection.ALL),
                        ReplicatedDeletions.NONE,
                        new TargetOptions(Optional.empty(), Optional.empty(), false),
                        Optional.empty(),
                        QUEUE,
                        10,
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Duration.ofSeconds(270)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> all = new HashMap<>(required());
        all.putAll(Map.of(
                FunctionVariable.SELECTION.name(),
                SELECTION.json(),
                "MAX_CONCURRENT_COPIES",
                "3",
                "TIME_RESERVE_SECONDS",
                "20",
                "MULTIPART_THRESHOLD_MIB",
                "8",
                "MAX_CONCURRENT_PARTS",
                "2",
                "EXPECTED_MIB_PER_SECOND",
                "25"));
        all.putAll(Map.of(
                "PRIMING_LIMIT_SECONDS", "0",
                "STORAGE_CLASS", "PRESERVE",
                "REPLICATE_TAGS", "true",
                "REPLICATE_DELETES", "deletions",
                "WRITE_ONCE", "true",
                "TARGET_KMS_KEY_ARN", "arn:aws:kms:eu-west-1:111111111111:key/1"));

        FunctionSettings settings = EnvironmentVariables.read(all);

        assertThat(settings.copy())
                .isEqualTo(new CopyOptions(
                        8L * MIB,
                        32L * MIB,
                        2,
                        true,
                        true,
                        new ExpectedThroughput(25L * MIB, Duration.ofSeconds(880)),
                        CopyLimit.NONE,
                        SELECTION));
        assertThat(settings.deletions()).isEqualTo(ReplicatedDeletions.DELETIONS);
        assertThat(settings.options())
                .isEqualTo(new TargetOptions(
                        Optional.of("PRESERVE"), Optional.of("arn:aws:kms:eu-west-1:111111111111:key/1"), true));
        assertThat(settings.concurrentCopies()).isEqualTo(3);
        assertThat(settings.primingLimit()).isZero();
        assertThat(settings.reserve()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theFunctionThatStartsTheWorkflowAndTheWorkflowsFunctionHaveTheirLimits() {
        Map<String, String> startsWorkflow = new HashMap<>(required());
        startsWorkflow.put(
                "LARGE_OBJECTS_STATE_MACHINE_ARN",
                "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects");
        startsWorkflow.put("LARGE_OBJECTS_THRESHOLD_MIB", "64");
        Map<String, String> copies = new HashMap<>(required());
        copies.putAll(Map.of(
                "LARGE_OBJECTS_BUCKET", "results-bucket",
                "LARGE_OBJECTS_THRESHOLD_MIB", "64",
                "LARGE_OBJECTS_RANGE_MIB", "100"));

        assertThat(EnvironmentVariables.read(startsWorkflow).copy().limit()).isEqualTo(CopyLimit.of(64L * MIB));
        assertThat(EnvironmentVariables.read(copies).copy().limit()).isEqualTo(CopyLimit.ofWorkflow(64L * MIB));
        assertThat(EnvironmentVariables.read(copies).large().orElseThrow().rangeSize())
                .isEqualTo(100L * MIB);
        copies.put("LARGE_OBJECTS_BUCKET", "source-bucket");
        assertThat(catchThrowable(() -> EnvironmentVariables.read(copies)))
                .hasMessageContaining("LARGE_OBJECTS_BUCKET is source-bucket; expected a bucket that nothing is");
    }

    @Test
    void allProblemsAreInOneMessage() {
        Throwable refusal = catchThrowable(() -> EnvironmentVariables.read(Map.of(
                "SOURCE_BUCKET",
                "Not A Bucket",
                "TARGET_ACCOUNT",
                "12",
                "TARGET_ROLE_ARN",
                "AllowPutToS3",
                "MAX_CONCURRENT_COPIES",
                "0",
                "TIME_RESERVE_SECONDS",
                "soon",
                "REPLICATE_TAGS",
                "yes",
                FunctionVariable.SELECTION.name(),
                "[{\"stripPrefix\": \"a/\"}]")));

        assertThat(refusal)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(
                        "AWS_REGION is missing",
                        "SOURCE_BUCKET is 'Not A Bucket'",
                        "SOURCE_ACCOUNT is missing",
                        "TARGET_BUCKET is missing",
                        "TARGET_ACCOUNT is '12'; expected an account of 12 digits",
                        "TARGET_REGION is missing",
                        "TARGET_ROLE_ARN is 'AllowPutToS3'",
                        "EXTERNAL_ID is missing",
                        "MAX_CONCURRENT_COPIES is '0'; expected a whole number from 1 to 100",
                        "TIME_RESERVE_SECONDS is 'soon'",
                        "REPLICATE_TAGS is 'yes'; expected true or false",
                        "SELECTION: two keys could map to one");
    }

    @ParameterizedTest
    @CsvSource({"x", "has space", "semi;colon"})
    void aBadExternalIdIsRefusedAndNotShown(String externalId) {
        assertThatThrownBy(() -> read("EXTERNAL_ID", externalId))
                .hasMessageContaining("EXTERNAL_ID is not shown here; expected 2 to 1224 characters")
                .hasMessageNotContaining("'" + externalId + "'");
    }

    @Test
    void receiptsAreAnOptIn() {
        assertThat(EnvironmentVariables.read(required()).receipts()).isEmpty();
        assertThat(read("RECEIPTS_BUCKET", "receipts-bucket").receipts()).contains("receipts-bucket");
    }

    @ParameterizedTest
    @CsvSource({"source-bucket", "target-bucket", "No Bucket"})
    void receiptsGoNeitherToTheSourceNorToTheTarget(String bucket) {
        assertThatThrownBy(() -> read("RECEIPTS_BUCKET", bucket)).hasMessageContaining("RECEIPTS_BUCKET is ");
    }

    @ParameterizedTest
    @CsvSource({"f, copy=f", "ReplicateObjects, copy=ReplicateObjects"})
    void theSessionIsNamedAfterTheFunctionAndAsOneThatCopies(String function, String session) {
        assertThat(read("AWS_LAMBDA_FUNCTION_NAME", function).role().sessionName())
                .isEqualTo(session);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 27, 28, 64})
    void theSessionIsNamedByTheWholeRequestIdHoweverLongTheFunctionsNameIs(int length) {
        String requestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
        assertThat(read("AWS_LAMBDA_FUNCTION_NAME", "f".repeat(length)).role().sessionName(requestId))
                .hasSizeLessThanOrEqualTo(64)
                .matches("copy=f+-" + requestId);
    }

    @Test
    void theSameBucketOnBothSidesIsRefused() {
        assertThatThrownBy(() -> read("TARGET_BUCKET", "source-bucket")).hasMessageContaining("expected two buckets");
    }

    @Test
    void theExternalIdIsInNoTextOfTheSettings() {
        assertThat(EnvironmentVariables.read(required()).toString()).doesNotContain("an-agreed-id");
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_CONCURRENT_COPIES, 100", "TIME_RESERVE_SECONDS, 300", "PRIMING_LIMIT_SECONDS, 870",
        "MULTIPART_THRESHOLD_MIB, 5120", "MAX_CONCURRENT_PARTS, 100", "EXPECTED_MIB_PER_SECOND, 10000",
        "MAX_CONCURRENT_COPIES, 1", "TIME_RESERVE_SECONDS, 2", "PRIMING_LIMIT_SECONDS, 0",
        "MULTIPART_THRESHOLD_MIB, 5", "MAX_CONCURRENT_PARTS, 1", "EXPECTED_MIB_PER_SECOND, 1"
    })
    void aSettingAtItsDocumentedLimitIsAccepted(String name, String value) {
        assertThat(read(name, value)).isNotNull();
    }

    @Test
    void anEmptyVariableCountsAsAbsent() {
        for (String name : List.of("RECEIPTS_BUCKET", "TARGET_KMS_KEY_ARN", "STORAGE_CLASS", "REPLICATE_TAGS")) {
            assertThat(read(name, "")).isEqualTo(EnvironmentVariables.read(required()));
        }
    }

    private static FunctionSettings read(String name, String value) {
        Map<String, String> variables = new HashMap<>(required());
        variables.put(name, value);
        return EnvironmentVariables.read(variables);
    }
}
