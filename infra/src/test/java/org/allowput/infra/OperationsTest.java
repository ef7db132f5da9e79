package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What operators get: alarms that say what to do, a dashboard, tags and boundaries, and their own buckets left alone.
 */
class OperationsTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:222222222222:on-call";
    private static final Synthesised APP = Synthesised.of(Map.of());
    private static final Synthesised WITH_RECEIPTS = Synthesised.of(Map.of("receipts.enabled", "true"));
    private static final Synthesised ORGANISED = Synthesised.of(Map.of(
            "alarms.topicArn", TOPIC,
            "tags.team", "storage",
            "target.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/Boundary",
            "source.permissionsBoundaryArn", "arn:aws:iam::222222222222:policy/Boundary"));

    @Test
    void everyAlarmSaysWhatToDoAndLinksToASectionOfTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("..", "docs", "operations.md"));

        assertThat(alarms(APP)).hasSize(6);
        assertThat(alarms(WITH_RECEIPTS)).hasSize(7).allSatisfy(alarm -> {
            String description = alarm.get("AlarmDescription").asText();
            // Not an expression, which emulators do not know and which hides what is measured.
            assertThat(alarm.has("MetricName")).isTrue();
            assertThat(description.length()).isBetween(80, 1024);
            assertThat(description).contains("Runbook: docs/operations.md#");
            assertThat(runbook).contains("\n## " + description.replaceFirst(".*#", "") + "\n");
        });
    }

    @Test
    void whoeverWantsReceiptsIsToldOfTheFirstThatCannotBeWritten() {
        assertThat(alarms(APP)).noneMatch(OperationsTest::isOfReceipts);
        assertThat(alarms(WITH_RECEIPTS))
                .filteredOn(OperationsTest::isOfReceipts)
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.get("Namespace").asText()).isEqualTo("AllowPutToS3");
                    assertThat(alarm.get("Dimensions")).isEqualTo(Json.parse("""
                        [{"Name": "TargetBucket", "Value": "allow-put-target-111111111111-us-east-1"}]
                        """));
                    assertThat(alarm.get("Statistic").asText()).isEqualTo("Sum");
                    assertThat(alarm.get("Threshold").asInt()).isZero();
                    assertThat(alarm.get("EvaluationPeriods").asInt()).isEqualTo(1);
                    assertThat(alarm.get("AlarmDescription").asText()).endsWith("#receipts-failed");
                });
        assertThat(dashboard(WITH_RECEIPTS)).contains("ReceiptsFailed > 0 for 1 datapoints within 5 minutes");
        assertThat(dashboard(APP)).doesNotContain("ReceiptsFailed");
    }

    @Test
    void alarmsTellTheTopicIfThereIsOne() {
        assertThat(alarms(APP)).noneMatch(alarm -> alarm.has("AlarmActions"));
        assertThat(alarms(ORGANISED))
                .allMatch(alarm -> alarm.get("AlarmActions").equals(Json.parse("[\"" + TOPIC + "\"]")));
    }

    @Test
    void theDashboardShowsEveryFailureCauseTheRequestsAndTheAlarmsLimits() {
        assertThat(dashboard(APP))
                .contains("ObjectsCopied", "BytesCopied", "\"p50\"", "\"p99\"", "ApproximateAgeOfOldestMessage")
                .contains("AssumeRoleDenied", "OutOfTime", "ConcurrentExecutions", "GB-seconds", "NumberOfMessagesSent")
                .contains("\"Requests\"", "\"RequestsThrottled\"", "\"RequestsFailed\"")
                .contains("\"horizontal\"", "ReplicationLag > 900000 for 3 datapoints within 15 minutes");
    }

    @Test
    void tagsAndBoundariesAreOnEverythingThatCanHaveThem() {
        for (JsonNode template : List.of(ORGANISED.target(), ORGANISED.source())) {
            List<JsonNode> roles = of(template, "AWS::IAM::Role");
            assertThat(roles)
                    .isNotEmpty()
                    .allMatch(role -> role.get("PermissionsBoundary").asText().endsWith(":policy/Boundary"));
            for (String type :
                    List.of("AWS::IAM::Role", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Lambda::Function")) {
                assertThat(of(template, type))
                        .allMatch(resource -> resource.get("Tags")
                                .equals(Json.parse("[{\"Key\": \"team\", \"Value\": \"storage\"}]")));
            }
        }
    }

    @Test
    void aFurtherDeploymentReplacesNoBucketAndNoQueueAndTheBucketsOutliveTheStacks() {
        Synthesised changed = Synthesised.of(Map.of(
                "function.timeoutSeconds",
                "60",
                "queue.maxReceiveCount",
                "9",
                "trigger",
                "eventbridge",
                "optIns.replicateTags",
                "true",
                "keys.includePrefix",
                "a/"));
        for (String type : List.of("AWS::S3::Bucket", "AWS::SQS::Queue")) {
            assertThat(ids(changed.source(), type)).isEqualTo(ids(APP.source(), type));
            assertThat(ids(changed.target(), type)).isEqualTo(ids(APP.target(), type));
        }
        for (JsonNode template : List.of(APP.target(), APP.source())) {
            template.get("Resources").forEach(resource -> {
                if (resource.get("Type").asText().equals("AWS::S3::Bucket")) {
                    assertThat(resource.get("DeletionPolicy").asText()).isEqualTo("Retain");
                    assertThat(resource.get("UpdateReplacePolicy").asText()).isEqualTo("Retain");
                }
            });
        }
    }

    @Test
    void existingBucketsAreLeftAloneAndTheirOwnerIsToldWhatToAdd() {
        for (String trigger : List.of("sqs", "s3", "eventbridge")) {
            Synthesised existing = Synthesised.of(Map.of(
                    "target.bucketExists",
                    "true",
                    "target.bucketName",
                    "their-bucket",
                    "source.bucketExists",
                    "true",
                    "source.bucketName",
                    "our-bucket",
                    "keys.includePrefix",
                    "in/",
                    "trigger",
                    trigger));

            assertThat(existing.target().toString()).doesNotContain("AWS::S3::");
            assertThat(existing.source().toString()).doesNotContain("AWS::S3::");
            JsonNode toAdd = Json.parse(Resolved.in("aws", existing.source())
                    .at("/Outputs/NotificationConfiguration/Value")
                    .asText());
            assertThat(toAdd).hasSize(1);
            assertThat(toAdd.toString())
                    .contains(
                            switch (trigger) {
                                case "sqs" -> "\"QueueArn\":\"${ReplicationQueue";
                                case "s3" -> "\"LambdaFunctionArn\":\"${ReplicationFunctionLive";
                                default -> "{\"EventBridgeConfiguration\":{}}";
                            });
            if (!trigger.equals("eventbridge")) {
                assertThat(toAdd.toString())
                        .contains("{\"Key\":{\"FilterRules\":[{\"Name\":\"prefix\",\"Value\":\"in/\"}]}}")
                        .contains("[\"s3:ObjectCreated:*\",\"s3:ObjectRestore:Completed\"]");
            }
            assertThat(Statements.of(existing.source()))
                    .contains("ReplicationFunctionAccessRole: Allow s3:GetObject on arn:aws:s3:::our-bucket/*");
        }
    }

    private static List<JsonNode> alarms(Synthesised app) {
        return of(app.source(), "AWS::CloudWatch::Alarm");
    }

    private static boolean isOfReceipts(JsonNode alarm) {
        return alarm.get("MetricName").asText().equals("ReceiptsFailed");
    }

    private static String dashboard(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::CloudWatch::Dashboard", "Dashboard")
                .get("DashboardBody")
                .asText();
    }

    /** The properties of every resource of a type. */
    private static List<JsonNode> of(JsonNode template, String type) {
        return ids(template, type).stream()
                .map(id -> Resolved.in("aws", template.get("Resources").get(id).get("Properties")))
                .toList();
    }

    private static List<String> ids(JsonNode template, String type) {
        List<String> ids = new ArrayList<>();
        template.get("Resources").properties().forEach(resource -> {
            if (resource.getValue().get("Type").asText().equals(type)) {
                ids.add(resource.getKey());
            }
        });
        return ids;
    }
}
