package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final String BUCKET = "allow-put-target-111111111111-us-east-1-an";
    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final Map<String, String> SETTINGS = Map.of(
            "target.kmsKeyArn",
            KEY,
            "target.alarms.email",
            "owner@example.com",
            "target.alarms.quietHours",
            "36",
            "target.alarms.callers",
            FUNCTION + "," + WORKFLOW);
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
    @ValueSource(strings = {"NothingArrived", "UnexpectedCaller", "RequestDenied", "GrantChanged"})
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
                .doesNotContain("HOST", "OWNER");
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

    /**
     * One record for each API call that changes the role, the bucket or the key, with the fields that AWS documents: <a
     * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html">IAM</a>, <a
     * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html">S3</a>, <a
     * href="https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html">KMS</a>.
     */
    @ParameterizedTest(name = "{0} {1} of {2}")
    @CsvSource({
        "iam, AttachRolePolicy, AllowPutToS3",
        "iam, DetachRolePolicy, AllowPutToS3",
        "iam, PutRolePolicy, AllowPutToS3",
        "iam, DeleteRolePolicy, AllowPutToS3",
        "iam, PutRolePermissionsBoundary, AllowPutToS3",
        "iam, DeleteRolePermissionsBoundary, AllowPutToS3",
        "iam, UpdateAssumeRolePolicy, AllowPutToS3",
        "iam, DeleteRole, AllowPutToS3",
        "s3, PutBucketPolicy, " + BUCKET,
        "s3, DeleteBucketPolicy, " + BUCKET,
        "s3, PutBucketAcl, " + BUCKET,
        "s3, PutBucketPublicAccessBlock, " + BUCKET,
        "s3, PutPublicAccessBlock, " + BUCKET,
        "s3, DeletePublicAccessBlock, " + BUCKET,
        "s3, DeleteBucketPublicAccessBlock, " + BUCKET,
        "s3, PutBucketOwnershipControls, " + BUCKET,
        "s3, DeleteBucketOwnershipControls, " + BUCKET,
        "s3, PutBucketLifecycle, " + BUCKET,
        "s3, PutBucketLifecycleConfiguration, " + BUCKET,
        "s3, DeleteBucketLifecycle, " + BUCKET,
        "s3, PutBucketVersioning, " + BUCKET,
        "s3, DeleteBucket, " + BUCKET,
        "kms, PutKeyPolicy, " + KEY,
        "kms, CreateGrant, " + KEY,
        "kms, RevokeGrant, " + KEY,
        "kms, RetireGrant, " + KEY,
        "kms, DisableKey, " + KEY,
        "kms, ScheduleKeyDeletion, " + KEY
    })
    void everyChangeOfTheGrantRaisesAnAlarmAndNoOtherRequest(String service, String call, String changed)
            throws Exception {
        assertThat(isMatched("GrantChanged", changeOf(service, call, changed, "")))
                .isTrue();
        assertThat(isMatched("GrantChanged", changeOf(service, call, changed + "-2", "")))
                .as("of another resource")
                .isFalse();
        assertThat(isMatched("GrantChanged", changeOf(service, call, changed, "\"errorCode\": \"AccessDenied\",")))
                .as("that was denied")
                .isFalse();
        assertThat(isMatched("GrantChanged", changeOf(service, "Get" + call, changed, "")))
                .as("that reads")
                .isFalse();
    }

    private static String changeOf(String service, String call, String changed, String error) {
        String parameters = switch (service) {
            case "iam" -> "{\"roleName\": \"%s\"}";
            case "s3" -> "{\"bucketName\": \"%s\", \"Host\": \"s3.us-east-1.amazonaws.com\"}";
            default -> "{\"keyId\": \"%s\"}";
        };
        return """
            {"version": "0", "id": "3", "detail-type": "AWS API Call via CloudTrail", "source": "aws.%1$s",
             "account": "111111111111", "time": "2026-11-25T17:00:00Z", "region": "us-east-1", "resources": [],
             "detail": {"eventVersion": "1.11",
              "userIdentity": {"type": "AssumedRole", "principalId": "AROAADMINEXAMPLE:s", "accountId": "111111111111"},
              "eventSource": "%1$s.amazonaws.com", "eventName": "%2$s", "awsRegion": "us-east-1", %4$s
              "requestParameters": %5$s, "resources": [{"accountId": "111111111111", "ARN": "%3$s"}],
              "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
              "recipientAccountId": "111111111111", "eventCategory": "Management"}}
            """.formatted(service, call, changed, error, parameters.formatted(changed));
    }

    /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
    @Test
    void aPatternThatEventBridgeWouldNotAcceptIsRefusedAtSynth() {
        Map<String, String> longest = new TreeMap<>(SETTINGS);
        longest.put("target.roleName", "r".repeat(51));
        longest.put("target.bucketName", "b".repeat(63));
        longest.put(
                "target.kmsKeyArn", KEY.replace("us-east-1", "ap-southeast-1").replace("key/", "key/mrk-"));
        longest.put("target.region", "ap-southeast-1");
        JsonNode pattern = properties(Synthesised.targetOf(longest), "AWS::Events::Rule", "MonitoringGrantChanged")
                .get("EventPattern");
        assertThat(pattern.toString().length()).isLessThan(2048);

        longest.put(
                "furtherSources",
                IntStream.range(300, 320)
                        .mapToObj(i -> "{\"account\": \"333333333%d\", \"keyPrefix\": \"from-%d/\"}".formatted(i, i))
                        .collect(Collectors.joining(",", "[", "]")));
        assertThatThrownBy(() -> Synthesised.targetOf(longest))
                .hasStackTraceContaining("replication.furtherSources: seen an event pattern of ")
                .hasStackTraceContaining(" characters for the alarm ")
                .hasStackTraceContaining(", expected at most 2048: set a shorter target.roleName");
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
