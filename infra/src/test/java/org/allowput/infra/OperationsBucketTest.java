package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bucket for what account B's functions and jobs keep, each below a prefix of its own. */
class OperationsBucketTest {
    private static final String BUCKET = "arn:aws:s3:::allow-put-operations-222222222222-us-east-1-an";
    private static final Synthesised DEFAULT = Synthesised.of(Map.of());
    private static final Synthesised EVERYTHING = Synthesised.of(Synthesised.EVERYTHING);

    @Test
    void aRoleReadsWritesAndListsOnlyBelowItsOwnPrefix() {
        assertThat(Statements.of(EVERYTHING.source()).stream()
                        .filter(line -> line.contains(BUCKET) || line.contains("${OperationsBucket")))
                .containsExactly(
                        "BackfillRole: Allow s3:GetObject on " + BUCKET + "/backfill/*",
                        "BackfillRole: Allow s3:GetObjectVersion on " + BUCKET + "/backfill/*",
                        "BackfillRole: Allow s3:PutObject on " + BUCKET + "/backfill/*",
                        "LargeObjectsFunctionAccessRole: Allow s3:GetObject on " + BUCKET + "/executions/*",
                        "LargeObjectsFunctionAccessRole: Allow s3:ListBucket on " + BUCKET
                                + " if {\"StringLikeIfExists\":{\"s3:prefix\":\"executions/*\"}}",
                        "LargeObjectsFunctionAccessRole: Allow s3:PutObject on " + BUCKET + "/executions/*",
                        "LargeObjectsFunctionAccessRole: Allow s3:PutObject on " + BUCKET + "/receipts/*",
                        "OperationsBucketPolicy: Deny s3:* on ${OperationsBucket.Arn} by [*] if"
                                + " {\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
                        "OperationsBucketPolicy: Deny s3:* on ${OperationsBucket.Arn}/* by [*] if"
                                + " {\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
                        "ReconciliationRole: Allow s3:GetObject on " + BUCKET + "/receipts/*",
                        "ReconciliationRole: Allow s3:ListBucket on " + BUCKET
                                + " if {\"StringLike\":{\"s3:prefix\":\"receipts/*\"}}",
                        "ReplicationFunctionAccessRole: Allow s3:PutObject on " + BUCKET + "/receipts/*");
    }

    @Test
    void receiptsExpireAfterTheDaysThatAreSet() {
        JsonNode template = Synthesised.of(Map.of("receipts.enabled", "true", "receipts.keptDays", "30"))
                .source();

        assertThat(Synthesised.properties(template, "AWS::S3::Bucket", "Operations")
                        .at("/LifecycleConfiguration/Rules/1"))
                .isEqualTo(Json.parse("""
                    {"Id": "ExpireReceipts", "Prefix": "receipts/", "ExpirationInDays": 30, "Status": "Enabled"}\
                    """));
    }

    /** A bucket that left the stack would be retained, so that it could not be created again. */
    @Test
    void itStaysInTheStackWhileOptionsAreSwitchedOffAndOn() {
        Synthesised none = Synthesised.of(Map.of("largeObjects.enabled", "false"));
        Synthesised all = Synthesised.of(Map.of("receipts.enabled", "true", "backfill.enabled", "true"));
        for (String type : List.of("AWS::S3::Bucket", "AWS::S3::BucketPolicy")) {
            assertThat(Synthesised.resource(none.source(), type, "Operations"))
                    .isEqualTo(Synthesised.resource(all.source(), type, "Operations"));
        }
    }

    @Test
    void oneThatExistsIsUsedAndNotCreated() {
        Synthesised existing = Synthesised.of(Map.of("operations.bucketExists", "true"));

        assertThat(existing.source().get("Resources").findValuesAsText("BucketName"))
                .containsExactly("allow-put-source-222222222222-us-east-1-an");
        assertThat(existing.source().get("Outputs")).isEqualTo(DEFAULT.source().get("Outputs"));
        assertThat(withoutBuckets(existing.source())).isEqualTo(withoutBuckets(DEFAULT.source()));
        assertThat(existing.target()).isEqualTo(DEFAULT.target());
    }

    private static JsonNode withoutBuckets(JsonNode template) {
        ObjectNode resources = template.get("Resources").deepCopy();
        resources
                .properties()
                .removeIf(entry -> entry.getValue().get("Type").asText().startsWith("AWS::S3::"));
        return resources;
    }
}
