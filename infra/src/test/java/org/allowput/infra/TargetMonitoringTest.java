package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Machine;

/** What account A sees by itself: its alarms, what they measure, and which events of CloudTrail they start for. */
class TargetMonitoringTest {
    private static final String FUNCTION = "AROAIDPPEZS35WEXAMPLE:ReplicateObjects";
    private static final String WORKFLOW = "AROAJ45Q7YFFAREXAMPLE:ReplicateObjects-large-objects";
    private static final String ROLE = "arn:aws:iam::111111111111:role/AllowPutToS3";
    private static final Map<String, String> SETTINGS = Map.of(
            "target.alarms.email", "owner@example.com",
            "target.alarms.quietHours", "36",
            "target.alarms.callers", FUNCTION + "," + WORKFLOW);
    private static final JsonNode ON = Synthesised.targetOf(SETTINGS);

    /** The owner of a bucket that the stack does not create puts the same configuration. */
    @Test
    void theBucketMeasuresWhatTheAlarmsRead() throws IOException {
        JsonNode existing =
                Synthesised.targetOf(Map.of("target.alarms.email", "owner@example.com", "target.bucketExists", "true"));

        assertThat(properties(ON, "AWS::S3::Bucket", "TargetBucket").get("MetricsConfigurations"))
                .isEqualTo(Json.parse("[{\"Id\": \"AllowPutToS3\"}]"));
        assertThat(existing.toString()).doesNotContain("AWS::S3::").contains("\"FilterId\"");
        assertThat(page())
                .contains("put-bucket-metrics-configuration", "--id AllowPutToS3", "'{\"Id\":\"AllowPutToS3\"}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NothingArrived", "UnexpectedCaller", "RequestDenied"})
    void everyAlarmNotifiesTheAddressAndLinksToItsSection(String name) throws IOException {
        JsonNode alarm = properties(ON, "AWS::CloudWatch::Alarm", "MonitoringAlarms" + name);
        String topic = Synthesised.logicalId(ON, "AWS::SNS::Topic", "Monitoring");

        assertThat(properties(ON, "AWS::SNS::Subscription", "Monitoring")
                        .get("Endpoint")
                        .asText())
                .isEqualTo("owner@example.com");
        for (String actions : List.of("AlarmActions", "OKActions")) {
            assertThat(alarm.get(actions)).isEqualTo(Json.parse("[\"${" + topic + "}\"]"));
        }
        String description = alarm.get("AlarmDescription").asText();
        assertThat(description.length()).isBetween(80, 1024);
        assertThat(description)
                .contains("Runbook: " + Release.page("for-account-a.md") + "#")
                .contains("https://");
        assertThat(page()).contains("\n### " + description.replaceFirst(".*#", "") + "\n");
        assertThat(properties(ON, "AWS::CloudWatch::Dashboard", "Monitoring").toString())
                .contains(name);
    }

    /** As CloudTrail writes it for the account of the role: no ARN of the caller. */
    @ParameterizedTest(name = "{0} assumes {1}: {2}")
    @CsvSource({
        FUNCTION + ",AllowPutToS3,false",
        WORKFLOW + ",AllowPutToS3,false",
        "AROAIDPPEZS35WEXAMPLE:AnotherSession,AllowPutToS3,true",
        "AROAOTHERROLEEXAMPLE1:ReplicateObjects,AllowPutToS3,true",
        "AIDAQRSTUVWXYZEXAMPLE,AllowPutToS3,true",
        "AROAOTHERROLEEXAMPLE1:ReplicateObjects,AnotherRole,false"
    })
    void anotherPrincipalThanTheExpectedOnesRaisesAnAlarm(String principal, String role, boolean matched)
            throws Exception {
        String event = """
            {"version": "0", "id": "1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.sts",
             "account": "111111111111", "time": "2026-11-25T17:00:00Z", "region": "us-east-1", "resources": [],
             "detail": {"eventVersion": "1.08",
              "userIdentity": {"type": "AWSAccount", "principalId": "%s", "accountId": "222222222222"},
              "eventTime": "2026-11-25T17:00:00Z", "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole",
              "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.101", "userAgent": "aws-sdk-java",
              "requestParameters": {"roleArn": "arn:aws:iam::111111111111:role/%s", "roleSessionName": "s",
                                    "externalId": "HIDDEN"},
              "readOnly": true, "eventType": "AwsApiCall", "managementEvent": true,
              "recipientAccountId": "111111111111", "eventCategory": "Management"}}
            """.formatted(principal, role);

        assertThat(isMatched("UnexpectedCaller", event)).isEqualTo(matched);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "AccessDenied," + ROLE + ",true",
        "AccessDenied,arn:aws:iam::111111111111:role/Reader,false",
        "PreconditionFailed," + ROLE + ",false",
        "," + ROLE + ",false"
    })
    void aRequestOfTheRoleThatIsDeniedRaisesAnAlarm(String error, String issuer, boolean matched) throws Exception {
        String event = """
            {"version": "0", "id": "2", "detail-type": "AWS API Call via CloudTrail", "source": "aws.s3",
             "account": "111111111111", "time": "2026-11-25T17:00:00Z", "region": "us-east-1", "resources": [],
             "detail": {"eventVersion": "1.11",
              "userIdentity": {"type": "AssumedRole", "principalId": "AROATARGETROLEEXAMPLE:s",
               "arn": "arn:aws:sts::111111111111:assumed-role/AllowPutToS3/s", "accountId": "111111111111",
               "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": "AROATARGETROLEEXAMPLE",
                "arn": "%s", "accountId": "111111111111", "userName": "AllowPutToS3"}}},
              "eventSource": "s3.amazonaws.com", "eventName": "PutObject", "awsRegion": "us-east-1",%s
              "requestParameters": {"bucketName": "target", "key": "k"}, "readOnly": false,
              "eventType": "AwsApiCall", "managementEvent": false, "recipientAccountId": "111111111111",
              "eventCategory": "Data"}}
            """.formatted(issuer, error == null ? "" : "\"errorCode\": \"" + error + "\",");

        assertThat(isMatched("RequestDenied", event)).isEqualTo(matched);
    }

    /** Account A learns it from the first sessions. */
    @Test
    void theRuleForCallersIsDisabledUntilAccountANamesTheFunctions() {
        JsonNode unknown = Synthesised.targetOf(Map.of("target.alarms.email", "owner@example.com"));

        assertThat(properties(unknown, "AWS::Events::Rule", "MonitoringUnexpectedCaller")
                        .get("State")
                        .asText())
                .isEqualTo("DISABLED");
        assertThat(properties(ON, "AWS::Events::Rule", "MonitoringUnexpectedCaller")
                        .get("State")
                        .asText())
                .isEqualTo("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        assertThat(properties(unknown, "AWS::Events::Rule", "MonitoringRequestDenied")
                        .get("State"))
                .isEqualTo(properties(ON, "AWS::Events::Rule", "MonitoringRequestDenied")
                        .get("State"));
    }

    private static boolean isMatched(String rule, String event) throws Exception {
        Machine machine = Machine.builder().build();
        machine.addRule(
                rule,
                properties(ON, "AWS::Events::Rule", "Monitoring" + rule)
                        .get("EventPattern")
                        .toString());
        return !machine.rulesForJSONEvent(event).isEmpty();
    }

    private static JsonNode properties(JsonNode template, String type, String id) {
        return Synthesised.properties(template, type, id);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "for-account-a.md"));
    }
}
