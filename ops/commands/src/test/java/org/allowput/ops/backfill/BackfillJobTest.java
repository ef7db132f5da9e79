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
            "OperationsBucketName",
            "operations",
            "SourceBucketName",
            "the-source",
            "FunctionAliasArn",
            "arn:of:the:alias:live",
            StackOutput.SELECTION.id(),
            "[{}]"));

    @Test
    void theJobInvokesTheFunctionForWhatWasAskedForAndReportsFailures() throws IOException {
        assertThat(JSON.std.asString(request("a \"b\"/", TIME))).isEqualTo(JSON.std.asString(JSON.std.mapFrom("""
            {"AccountId": "222222222222",
             "Operation": {"LambdaInvoke": {"FunctionArn": "arn:of:the:alias:live", "InvocationSchemaVersion": "2.0"}},
             "Report": {"Bucket": "arn:aws-cn:s3:::operations", "Format": "Report_CSV_20180820", "Enabled": true,
               "Prefix": "backfill/reports", "ReportScope": "FailedTasksOnly"},
             "Description": "AllowPutToS3 backfill",
             "RoleArn": "arn:aws-cn:iam::222222222222:role/Backfill",
             "ManifestGenerator": {"S3JobManifestGenerator": {
               "ExpectedBucketOwner": "222222222222", "SourceBucket": "arn:aws-cn:s3:::the-source",
               "ManifestOutputLocation": {"ExpectedManifestBucketOwner": "222222222222",
                 "Bucket": "arn:aws-cn:s3:::operations", "ManifestPrefix": "backfill/manifests",
                 "ManifestFormat": "S3InventoryReport_CSV_20211130"},
               "Filter": {"CreatedAfter": "2026-01-31T00:00:00Z",
                 "KeyNameConstraint": {"MatchAnyPrefix": ["a \\"b\\"/"]}},
               "EnableManifestOutput": true}}}
            """)));
    }

    @Test
    void withoutOptionsTheJobIsLimitedToTheKeysThatTheStackCopies() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"include\": [\"in/a/**.csv\", \"in/b/*.csv\"]}]");

        assertThat(filter(null))
                .isEqualTo(Map.of(
                        "KeyNameConstraint",
                        Map.of("MatchAnyPrefix", List.of("in/"), "MatchAnySuffix", List.of(".csv"))));
        assertThat(filter("in/a/2026/"))
                .isEqualTo(Map.of(
                        "KeyNameConstraint",
                        Map.of("MatchAnyPrefix", List.of("in/a/2026/"), "MatchAnySuffix", List.of(".csv"))));
    }

    @Test
    void objectsThatNoRuleCopiesForTheirSizeAreLeftOut() {
        outputs.put(
                StackOutput.SELECTION.id(), "[{\"minBytes\": 2, \"maxBytes\": 5}, {\"minBytes\": 3, \"maxBytes\": 9}]");

        assertThat(filter(null)).isEqualTo(Map.of("ObjectSizeGreaterThanBytes", 1L, "ObjectSizeLessThanBytes", 10L));

        outputs.put(StackOutput.SELECTION.id(), "[{\"minBytes\": 2, \"maxBytes\": 5}, {}]");
        assertThat(filter(null)).isNull();
    }

    @Test
    void aRuleForSuffixesAloneLimitsTheJobToThem() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"include\": [\"**.csv\"]}]");

        assertThat(filter(null)).isEqualTo(Map.of("KeyNameConstraint", Map.of("MatchAnySuffix", List.of(".csv"))));
    }

    @Test
    void whereTheStackCopiesAllKeysThereIsNoFilter() {
        assertThat(filter(null)).isNull();
        assertThat(filter("")).as("every key has the empty prefix").isNull();
    }

    @Test
    void aPrefixThatTheStackDoesNotCopyIsRefused() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"include\": [\"in/**\"]}]");

        assertThatThrownBy(() -> request("out/", null))
                .isInstanceOf(OperationException.class)
                .hasMessage("The stack copies no key that begins with \"out/\", only keys that begin with \"in/\""
                        + " (keys.include): choose a --prefix below it.");
    }

    @Test
    void aStackWithoutARoleForJobsIsRefused() {
        outputs.remove("BackfillRoleArn");

        assertThatThrownBy(() -> request(null, null))
                .isInstanceOf(OperationException.class)
                .hasMessage("The stack S has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again.");
    }

    @Nullable
    private Object filter(@Nullable String prefix) {
        return request(prefix, null).get("ManifestGenerator") instanceof Map<?, ?> generator
                        && generator.get("S3JobManifestGenerator") instanceof Map<?, ?> s3
                ? s3.get("Filter")
                : null;
    }

    private Map<String, Object> request(@Nullable String prefix, @Nullable Instant after) {
        return PrintedRequest.fields(new BackfillJob(prefix, after, null).request(new StackOutputs("S", outputs)));
    }
}
