package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.junit.jupiter.api.Test;

/**
 * What operators get: alarms that say what to do, a dashboard, tags and boundaries, and their own buckets left alone.
 */
class MonitoringTest {
    private static final Synthesised APP = Synthesised.of(Map.of());
    private static final Synthesised WITH_RECEIPTS = Synthesised.of(Map.of("receipts.enabled", "true"));
    private static final Synthesised COMPARED =
            Synthesised.of(Map.of("receipts.enabled", "true", "reconcile.schedule", "rate(1 day)"));
    private static final Synthesised BY_S3 = Synthesised.of(Map.of("trigger", "s3"));
    private static final Synthesised BY_EVENTBRIDGE = Synthesised.of(Map.of("trigger", "eventbridge"));
    private static final Synthesised ORGANISED = Synthesised.of(Map.of(
            "tags.team", "storage",
            "target.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/Boundary",
            "source.permissionsBoundaryArn", "arn:aws:iam::222222222222:policy/Boundary"));

    @Test
    void everyAlarmSaysWhatToDoAndLinksToASectionOfTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("..", "docs", "on-call.md"));

        assertThat(alarms(APP)).hasSize(14);
        assertThat(alarms(BY_S3)).hasSize(15);
        assertThat(alarms(BY_EVENTBRIDGE)).hasSize(16);
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
                    .doesNotContain("HOST", "OWNER");
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
        assertThat(sections(APP)).doesNotContain("receipts-failed");
        assertThat(sections(WITH_RECEIPTS)).containsOnlyOnce("receipts-failed");
        assertThat(sections(Synthesised.of(Map.of("receipts.deliverTo", "_deliveries/"))))
                .containsOnlyOnce("receipts-failed");
        assertThat(dashboard(WITH_RECEIPTS)).contains("\"ReceiptsFailed\"").contains("${AlarmsReceiptsFailed");
        assertThat(dashboard(APP)).contains("\"ReceiptsFailed\"").doesNotContain("${AlarmsReceiptsFailed");
    }

    /** The alarm that takes missing data for bad is created after its metric has begun. */
    @Test
    void aSourceThatIsCutAndAnHourWithoutALookStartAnAlarmEach() {
        JsonNode cut = resource("AlarmsSourceDisconnected").get("Properties");
        JsonNode unknown = resource("AlarmsSourceNotKnown");
        JsonNode missing = unknown.get("Properties");
        String schedule = resource("SourceLookSchedule")
                .at("/Properties/ScheduleExpression")
                .asText();

        assertThat(schedule)
                .isEqualTo("rate(%d minutes)".formatted(cut.get("Period").asInt() / 60));
        assertThat(List.of(cut, missing)).allSatisfy(alarm -> {
            assertThat(alarm.get("MetricName").asText()).isEqualTo("SourceConnected");
            assertThat(alarm.get("Threshold").asInt()).isEqualTo(1);
            assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
        });
        assertThat(cut.get("Statistic").asText()).isEqualTo("Minimum");
        assertThat(cut.get("TreatMissingData").asText()).isEqualTo("notBreaching");
        assertThat(missing.get("Statistic").asText()).isEqualTo("SampleCount");
        assertThat(missing.get("TreatMissingData").asText()).isEqualTo("breaching");
        assertThat(missing.get("Period").asInt()
                        * missing.get("EvaluationPeriods").asInt())
                .isEqualTo(3600);
        assertThat(unknown.get("DependsOn").toString()).contains("SourceLookSchedule");
    }

    private static JsonNode resource(String id) {
        return APP.source().get("Resources").properties().stream()
                .filter(each -> each.getKey().matches(id + "[0-9A-F]{8}"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void everyWayToLoseAnEventHasAnAlarmWhereTheTriggerHasThatWay() {
        List<String> ofRule = List.of("failed-invocations", "invocations-failed-to-be-sent-to-dlq");
        assertThat(sections(APP)).doesNotContain("dead-letter-errors").doesNotContainAnyElementsOf(ofRule);
        assertThat(sections(BY_S3)).contains("dead-letter-errors").doesNotContainAnyElementsOf(ofRule);
        assertThat(sections(BY_EVENTBRIDGE)).containsAll(ofRule).doesNotContain("dead-letter-errors");
    }

    @Test
    void aDeniedRequestHasAnAlarmAsADeniedAssumeRoleHas() {
        assertThat(Synthesised.properties(APP.source(), "AWS::CloudWatch::Alarm", "AlarmsAccessDenied")
                        .get("Dimensions"))
                .isEqualTo(Json.parse("""
                    [{"Name": "Cause", "Value": "AccessDenied"},
                     {"Name": "TargetBucket", "Value": "allow-put-target-111111111111-us-east-1-an"}]
                    """));
    }

    /** The files with alarms and dashboards name them as the function does. */
    @Test
    void alarmsAndDashboardsAreOfMetricsThatTheFunctionHas() {
        List<String> shown = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        Json.parse(dashboard(COMPARED))
                .findValues("metrics")
                .forEach(metrics -> metrics.forEach(metric -> {
                    if (metric.path(0).asText().equals(FunctionMetric.NAMESPACE)) {
                        shown.add(metric.get(1).asText());
                        if (metric.get(2).asText().equals(MetricDimensions.CAUSE)) {
                            causes.add(metric.get(3).asText());
                        }
                    }
                }));
        Stream<String> watched = Stream.of(COMPARED, BY_S3)
                .flatMap(app -> alarms(app).stream())
                .filter(alarm -> alarm.get("Namespace").asText().equals(FunctionMetric.NAMESPACE))
                .map(alarm -> alarm.get("MetricName").asText());

        assertThat(causes)
                .containsExactlyElementsOf(Stream.of(FailureCause.values())
                        .map(FailureCause::label)
                        .toList());
        assertThat(Stream.of(FunctionMetric.values()).map(FunctionMetric::id))
                .containsAll(shown)
                .containsAll(watched.toList());
    }

    @Test
    void theLinesOfADashboardAreTheThresholdsOfAlarms() {
        List<JsonNode> lines = Json.parse(dashboard(APP)).findValues("horizontal");

        assertThat(lines).hasSize(3).allSatisfy(line -> {
            String[] label = line.at("/0/label").asText().split(" ", 4);
            assertThat(alarms(APP))
                    .anyMatch(alarm -> alarm.get("MetricName").asText().equals(label[0])
                            && alarm.get("Threshold").asText().equals(label[2]));
            assertThat(line.at("/0/value").asText()).isEqualTo(label[2]);
        });
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

    private static String dashboard(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::CloudWatch::Dashboard", "Dashboard")
                .get("DashboardBody")
                .asText();
    }
}
