package org.allowput.ops.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackfillJobTest {
    private static final Instant TIME = Instant.parse("2026-01-31T00:00:00Z");

    private final Map<String, String> outputs = new TreeMap<>(Map.of(
            "BackfillRoleArn",
            "arn:aws-cn:iam::222222222222:role/Backfill",
            "BackfillBucketName",
            "the-backfill",
            "SourceBucketName",
            "the-source",
            "FunctionAliasArn",
            "arn:of:the:alias:live",
            StackOutput.SELECTION.id(),
            "[{\"includePrefix\": \"\"}]"));

    @Test
    void theJobInvokesTheFunctionForWhatWasAskedForAndReportsFailures() throws IOException {
        assertThat(JSON.std.asString(request(List.of("a \"b\"/", "c/"), TIME)))
                .isEqualTo(JSON.std.asString(JSON.std.mapFrom("""
                    {"AccountId": "222222222222",
                     "Operation": {"LambdaInvoke": {"FunctionArn": "arn:of:the:alias:live", "InvocationSchemaVersion": "2.0"}},
                     "Report": {"Bucket": "arn:aws-cn:s3:::the-backfill", "Format": "Report_CSV_20180820", "Enabled": true,
                       "Prefix": "reports", "ReportScope": "FailedTasksOnly"},
                     "Description": "AllowPutToS3 backfill",
                     "RoleArn": "arn:aws-cn:iam::222222222222:role/Backfill",
                     "ManifestGenerator": {"S3JobManifestGenerator": {
                       "ExpectedBucketOwner": "222222222222", "SourceBucket": "arn:aws-cn:s3:::the-source",
                       "ManifestOutputLocation": {"ExpectedManifestBucketOwner": "222222222222",
                         "Bucket": "arn:aws-cn:s3:::the-backfill", "ManifestPrefix": "manifests",
                         "ManifestFormat": "S3InventoryReport_CSV_20211130"},
                       "Filter": {"CreatedAfter": "2026-01-31T00:00:00Z",
                         "KeyNameConstraint": {"MatchAnyPrefix": ["a \\"b\\"/", "c/"]}},
                       "EnableManifestOutput": true}}}
                    """)));
    }

    @Test
    void withoutOptionsTheJobIsLimitedToTheKeysThatTheStackCopies() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"includePrefix\": \"in/\", \"includeSuffix\": \".csv\"}]");

        assertThat(filter(List.of()))
                .isEqualTo(Map.of(
                        "KeyNameConstraint",
                        Map.of("MatchAnyPrefix", List.of("in/"), "MatchAnySuffix", List.of(".csv"))));
        assertThat(filter(List.of("in/2026/", "")))
                .isEqualTo(Map.of(
                        "KeyNameConstraint",
                        Map.of("MatchAnyPrefix", List.of("in/2026/", "in/"), "MatchAnySuffix", List.of(".csv"))));
    }

    @Test
    void objectsThatNoRuleCopiesForTheirSizeAreLeftOut() {
        outputs.put(
                StackOutput.SELECTION.id(), "[{\"minBytes\": 2, \"maxBytes\": 5}, {\"minBytes\": 3, \"maxBytes\": 9}]");

        assertThat(filter(List.of()))
                .isEqualTo(Map.of("ObjectSizeGreaterThanBytes", 1L, "ObjectSizeLessThanBytes", 10L));

        outputs.put(StackOutput.SELECTION.id(), "[{\"minBytes\": 2, \"maxBytes\": 5}, {}]");
        assertThat(filter(List.of())).isNull();
    }

    @Test
    void aRuleForSuffixesAloneLimitsTheJobToThem() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"includeSuffix\": \".csv\"}]");

        assertThat(filter(List.of())).isEqualTo(Map.of("KeyNameConstraint", Map.of("MatchAnySuffix", List.of(".csv"))));
    }

    @Test
    void whereTheStackCopiesAllKeysThereIsNoFilter() {
        assertThat(filter(List.of())).isNull();
        assertThat(filter(List.of("a/", "")))
                .as("every key has the empty prefix")
                .isNull();
    }

    @Test
    void aPrefixThatTheStackDoesNotCopyIsRefused() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"includePrefix\": \"in/\"}]");

        assertThatThrownBy(() -> request(List.of("out/"), null))
                .isInstanceOf(OperationException.class)
                .hasMessage("The stack copies no key that begins with \"out/\", only keys that begin with \"in/\""
                        + " (keys.includePrefix): choose a --prefix below it.");
    }

    @Test
    void aStackWithoutARoleForJobsIsRefused() {
        outputs.remove("BackfillRoleArn");

        assertThatThrownBy(() -> request(List.of(), null))
                .isInstanceOf(OperationException.class)
                .hasMessage("The stack S has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again.");
    }

    @Nullable
    private Object filter(List<String> prefixes) {
        return request(prefixes, null).get("ManifestGenerator") instanceof Map<?, ?> generator
                        && generator.get("S3JobManifestGenerator") instanceof Map<?, ?> s3
                ? s3.get("Filter")
                : null;
    }

    private Map<String, Object> request(List<String> prefixes, @Nullable Instant after) {
        return PrintedRequest.fields(new BackfillJob(prefixes, after, null).request(new StackOutputs("S", outputs)));
    }
}
