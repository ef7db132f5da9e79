package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.infra.monitoring.ReplicationAlarms;
import org.junit.jupiter.api.Test;

/**
 * What operators get: alarms that say what to do, a dashboard, tags and boundaries, and their own buckets left alone.
 */
class MonitoringTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:222222222222:on-call";
    private static final Synthesised APP = Synthesised.of(Map.of());
    private static final Synthesised WITH_RECEIPTS = Synthesised.of(Map.of("receipts.enabled", "true"));
    private static final Synthesised COMPARED =
            Synthesised.of(Map.of("receipts.enabled", "true", "reconcile.schedule", "rate(1 day)"));
    private static final Synthesised BY_S3 = Synthesised.of(Map.of("trigger", "s3"));
    private static final Synthesised BY_EVENTBRIDGE = Synthesised.of(Map.of("trigger", "eventbridge"));
    private static final Synthesised ORGANISED = Synthesised.of(Map.of(
            "alarms.topicArn", TOPIC,
            "tags.team", "storage",
            "target.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/Boundary",
            "source.permissionsBoundaryArn", "arn:aws:iam::222222222222:policy/Boundary"));

    @Test
    void everyAlarmSaysWhatToDoAndLinksToASectionOfTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("..", "docs", "on-call.md"));

        assertThat(alarms(APP)).hasSize(12);
        assertThat(alarms(BY_S3)).hasSize(13);
        assertThat(alarms(BY_EVENTBRIDGE)).hasSize(14);
        List<JsonNode> all = Stream.of(COMPARED, BY_S3, BY_EVENTBRIDGE)
                .flatMap(app -> alarms(app).stream())
                .toList();
        assertThat(all).allSatisfy(alarm -> {
            String description = alarm.get("AlarmDescription").asText();
            // Not an expression, which emulators do not know and which hides what is measured.
            assertThat(alarm.has("MetricName")).isTrue();
            assertThat(description.length()).isBetween(80, 1024);
            assertThat(description)
                    .contains("Runbook: " + Release.page("on-call.md") + "#")
                    .contains("https://");
            String section = description.replaceFirst(".*#", "");
            assertThat(runbook).contains("\n## " + section + "\n");
            assertThat(table(runbook)).contains("[" + section + "](#" + section + ")");
        });
    }

    /** Which alarm, whether anything is lost, and the first command. */
    private static String table(String runbook) {
        return runbook.substring(0, runbook.indexOf("\n## "));
    }

    @Test
    void aDeploymentWithReceiptsHasAnAlarmForThoseThatCannotBeWritten() {
        assertThat(alarms(APP)).noneMatch(MonitoringTest::isOfReceipts);
        assertThat(alarms(WITH_RECEIPTS))
                .filteredOn(MonitoringTest::isOfReceipts)
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.get("Namespace").asText()).isEqualTo("AllowPutToS3");
                    assertThat(alarm.get("Dimensions")).isEqualTo(Json.parse("""
                        [{"Name": "TargetBucket", "Value": "allow-put-target-111111111111-us-east-1-an"}]
                        """));
                    assertThat(alarm.get("Statistic").asText()).isEqualTo("Sum");
                    assertThat(alarm.get("Threshold").asInt()).isZero();
                    assertThat(alarm.get("EvaluationPeriods").asInt()).isEqualTo(1);
                    assertThat(alarm.get("AlarmDescription").asText()).endsWith("#receipts-failed");
                });
        assertThat(dashboard(WITH_RECEIPTS)).contains("\"ReceiptsFailed\"").contains("${AlarmsReceiptsFailed");
        assertThat(dashboard(APP)).contains("\"ReceiptsFailed\"").doesNotContain("${AlarmsReceiptsFailed");
        assertThat(alarms(Synthesised.of(Map.of("receipts.deliverTo", "_deliveries/"))))
                .filteredOn(MonitoringTest::isOfReceipts)
                .hasSize(1);
    }

    @Test
    void aScheduledComparisonHasAlarmsThatStayUntilTheNextOne() {
        assertThat(alarms(WITH_RECEIPTS))
                .noneMatch(alarm -> alarm.get("TreatMissingData").asText().equals("ignore"));
        for (String metric : List.of("ObjectsMissing", "ObjectsStale")) {
            assertThat(alarms(COMPARED))
                    .filteredOn(alarm -> alarm.get("MetricName").asText().equals(metric))
                    .singleElement()
                    .satisfies(alarm -> {
                        assertThat(alarm.get("TreatMissingData").asText()).isEqualTo("ignore");
                        assertThat(alarm.get("Statistic").asText()).isEqualTo("Maximum");
                        assertThat(alarm.get("Threshold").asInt()).isZero();
                    });
        }
        assertThat(alarms(COMPARED))
                .filteredOn(alarm -> alarm.get("AlarmDescription").asText().endsWith("#reconcile-errors"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.get("MetricName").asText()).isEqualTo("Errors"));
    }

    @Test
    void everyWayToLoseAnEventHasAnAlarmWhereTheTriggerHasThatWay() {
        assertThat(sections(APP)).doesNotContain("dead-letter-errors", "failed-invocations");
        assertThat(alarm(BY_S3, "DeadLetterErrors")).isEqualTo(Json.parse("""
            {"Namespace": "AWS/Lambda", "MetricName": "DeadLetterErrors", "Statistic": "Sum", "Period": 300,
             "Dimensions": [{"Name": "FunctionName", "Value": "${%s}"}],
             "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1}
            """.formatted(
                        Synthesised.logicalId(BY_S3.source(), "AWS::Lambda::Function", "ReplicationFunction"))));
        assertThat(sections(BY_S3)).doesNotContain("failed-invocations", "invocations-failed-to-be-sent-to-dlq");
        for (String metric : List.of("FailedInvocations", "InvocationsFailedToBeSentToDlq")) {
            assertThat(alarm(BY_EVENTBRIDGE, metric, "#" + ReplicationAlarms.section(metric)))
                    .isEqualTo(Json.parse("""
                        {"Namespace": "AWS/Events", "MetricName": "%s", "Statistic": "Sum", "Period": 300,
                         "Dimensions": [{"Name": "RuleName", "Value": "${%s}"}],
                         "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1}
                        """.formatted(
                            metric,
                            Synthesised.logicalId(BY_EVENTBRIDGE.source(), "AWS::Events::Rule", "SourceBucketRule"))));
        }
        assertThat(sections(BY_EVENTBRIDGE)).doesNotContain("dead-letter-errors");
    }

    @Test
    void aDeniedRequestHasAnAlarmAsADeniedAssumeRoleHas() {
        assertThat(alarm(APP, "ObjectsFailed", "#access-denied")).isEqualTo(Json.parse("""
            {"Namespace": "AllowPutToS3", "MetricName": "ObjectsFailed", "Statistic": "Sum", "Period": 600,
             "Dimensions": [{"Name": "Cause", "Value": "AccessDenied"},
                            {"Name": "TargetBucket", "Value": "allow-put-target-111111111111-us-east-1-an"}],
             "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1}
            """));
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
                .contains(
                        "ObjectsCopied",
                        "BytesCopied",
                        "\"p50\"",
                        "\"p99\"",
                        "\"p99.99\"",
                        "ApproximateAgeOfOldestMessage")
                .contains("AssumeRoleDenied", "OutOfTime", "ConcurrentExecutions", "GB-seconds", "NumberOfMessagesSent")
                .contains("\"Requests\"", "\"RequestsThrottled\"", "\"RequestsFailed\"")
                .contains("\"horizontal\"", "ReplicationLag > 900000 for 3 datapoints within 15 minutes");
    }

    @Test
    void tagsAndBoundariesAreOnEverythingThatCanHaveThem() {
        for (JsonNode template : List.of(ORGANISED.target(), ORGANISED.source())) {
            List<JsonNode> roles = Synthesised.all(template, "AWS::IAM::Role");
            assertThat(roles)
                    .isNotEmpty()
                    .allMatch(role -> role.get("PermissionsBoundary").asText().endsWith(":policy/Boundary"));
            for (String type :
                    List.of("AWS::IAM::Role", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Lambda::Function")) {
                assertThat(Synthesised.all(template, type))
                        .allMatch(resource -> resource.get("Tags")
                                .equals(Json.parse("[{\"Key\": \"team\", \"Value\": \"storage\"}]")));
            }
        }
    }

    @Test
    void aFurtherDeploymentReplacesNoBucketAndNoQueue() {
        Synthesised changed = Synthesised.of(Map.of(
                "function.timeoutSeconds", "60",
                "trigger", "eventbridge",
                "optIns.replicateTags", "true",
                "keys.include", "a/**"));
        for (String type : List.of("AWS::S3::Bucket", "AWS::SQS::Queue")) {
            assertThat(Synthesised.ids(changed.source(), type, "")).isEqualTo(Synthesised.ids(APP.source(), type, ""));
            assertThat(Synthesised.ids(changed.target(), type, "")).isEqualTo(Synthesised.ids(APP.target(), type, ""));
        }
    }

    @Test
    void existingBucketsAreNotChangedAndAnOutputNamesWhatTheirOwnerAdds() {
        for (String trigger : List.of("sqs", "s3", "eventbridge")) {
            Synthesised existing = Synthesised.of(Map.of(
                    "target.bucketExists", "true",
                    "target.bucketName", "their-bucket",
                    "source.bucketExists", "true",
                    "source.bucketName", "our-bucket",
                    "keys.include", "[\"in/**\", \"out/**\"]",
                    "trigger", trigger));

            assertThat(existing.target().toString()).doesNotContain("AWS::S3::");
            assertThat(Statements.of(existing.source()))
                    .noneMatch(line -> line.contains("BucketPolicy") && line.contains("our-bucket"));
            assertThat(Synthesised.ids(existing.source(), "AWS::S3::Bucket", ""))
                    .as("the operations bucket")
                    .allMatch(id -> id.startsWith("Operations"));
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
                        .contains("{\"Key\":{\"FilterRules\":[{\"Name\":\"prefix\",\"Value\":\"out/\"}]}}")
                        .contains("\"Id\":\"AllowPutToS3\"", "\"Id\":\"AllowPutToS3-2\"")
                        .contains("[\"s3:ObjectCreated:*\",\"s3:ObjectRestore:Completed\"]");
            }
            assertThat(Statements.of(existing.source()))
                    .contains("ReplicationFunctionAccessRole: Allow s3:GetObject on arn:aws:s3:::our-bucket/in/*");
        }
    }

    private static List<JsonNode> alarms(Synthesised app) {
        return Synthesised.all(app.source(), "AWS::CloudWatch::Alarm");
    }

    private static List<String> sections(Synthesised app) {
        return alarms(app).stream()
                .map(alarm -> alarm.get("AlarmDescription").asText().replaceFirst(".*#", ""))
                .toList();
    }

    /** What is measured, and when the alarm starts; not what it says. */
    private static JsonNode alarm(Synthesised app, String metric) {
        return alarm(app, metric, "");
    }

    private static JsonNode alarm(Synthesised app, String metric, String section) {
        ObjectNode alarm = alarms(app).stream()
                .filter(candidate -> candidate.get("MetricName").asText().equals(metric)
                        && candidate.get("AlarmDescription").asText().endsWith(section))
                .reduce((one, other) -> {
                    throw new AssertionError("two alarms on " + metric);
                })
                .orElseThrow(() -> new AssertionError("no alarm on " + metric))
                .deepCopy();
        alarm.remove(List.of("AlarmDescription", "TreatMissingData"));
        return alarm;
    }

    private static boolean isOfReceipts(JsonNode alarm) {
        return alarm.get("MetricName").asText().equals("ReceiptsFailed");
    }

    private static String dashboard(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::CloudWatch::Dashboard", "Dashboard")
                .get("DashboardBody")
                .asText();
    }
}
