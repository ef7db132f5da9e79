package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each opt-in adds its one named statement, and nothing of the others. */
class OptInTest {
    private static final String TARGET_OBJECTS = "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/*";
    private static final String TARGET_KEY = "arn:aws:kms:eu-west-1:111111111111:key/1234-abcd";
    private static final Synthesised WITHOUT = Synthesised.of(Map.of());

    @ParameterizedTest
    @CsvSource({"deletions, sqs", "deletions, s3", "deletionsAndExpirations, sqs", "deletionsAndExpirations, s3"})
    void expirationsAreNotifiedOnlyWhereTheyAreReplicated(String deletions, String trigger) {
        Map<String, String> options = Map.of("optIns.replicateDeletes", deletions, "trigger", trigger);

        List<String> events = bucket(Synthesised.of(options).source(), "SourceBucket")
                .get("NotificationConfiguration")
                .findValuesAsText("Event");

        assertThat(events).startsWith("s3:ObjectCreated:*", "s3:ObjectRestore:Completed", "s3:ObjectRemoved:*");
        assertThat(events.contains("s3:LifecycleExpiration:*")).isEqualTo(deletions.equals("deletionsAndExpirations"));
    }

    /** It has one event for both, with the reason, by which the function decides. */
    @ParameterizedTest
    @ValueSource(strings = {"deletions", "deletionsAndExpirations"})
    void eventBridgeSendsDeletedObjects(String deletions) {
        assertThat(Synthesised.of(Map.of("optIns.replicateDeletes", deletions, "trigger", "eventbridge"))
                        .source()
                        .toString())
                .contains("\"Object Deleted\"");
    }

    @Test
    void changedTagsAreSubscribedToWhereTagsAreReplicated() {
        Synthesised with = Synthesised.of(Map.of("optIns.replicateTags", "true"));

        assertThat(bucket(with.source(), "SourceBucket").toString())
                .contains("\"s3:ObjectTagging:Put\"", "\"s3:ObjectTagging:Delete\"");
        assertThat(bucket(WITHOUT.source(), "SourceBucket").toString()).doesNotContain("ObjectTagging");
        assertThat(Synthesised.of(Map.of("optIns.replicateTags", "true", "trigger", "eventbridge"))
                        .source()
                        .toString())
                .contains("\"Object Tags Added\"", "\"Object Tags Deleted\"");
    }

    @Test
    void aRequiredTagIsReadAndSubscribedToAndNeedsNothingInTheTargetAccount() {
        Synthesised with = Synthesised.of(Map.of("source.requiredTag", "scan=clean"));

        assertThat(with.target()).isEqualTo(WITHOUT.target());
        assertThat(added(WITHOUT.source(), with.source()))
                .hasSize(2)
                .allMatch(line -> line.contains("Allow s3:GetObjectTagging on")
                        || line.contains("Allow s3:GetObjectVersionTagging on"));
        assertThat(bucket(with.source(), "SourceBucket").toString())
                .contains("\"s3:ObjectTagging:Put\"", "\"s3:ObjectTagging:Delete\"");
        assertThat(with.variables("ReplicationFunction").toString()).contains("scan=clean");
        assertThat(with.source().toString())
                .contains("\"Status\":\"Enabled\"", "ObjectsRefused")
                .doesNotContain("LongestWait");
    }

    /** The block of docs/settings.md, as somebody copies it into cdk.json. */
    @Test
    void thePublishedBlockForGuardDutyDeploys() throws IOException {
        String section = Files.readString(Path.of("..", "docs", "settings.md")).split("\n## Cleared objects\n", 2)[1];
        String block = section.substring(
                section.indexOf("```json") + 7, section.indexOf("```", section.indexOf("```json") + 7));
        Map<String, Object> replication = new ObjectMapper()
                .readValue("{\"target\": {\"account\": \"111111111111\"}," + block + "}", new TypeReference<>() {});
        Settings settings = SettingsReader.read(
                        Map.of("replication", replication, "alarms.email", "none", "target.alarms.email", "none"),
                        Map.of())
                .getFirst();

        assertThat(settings.source().requiredTag()).contains("GuardDutyMalwareScanStatus=NO_THREATS_FOUND");
        assertThat(settings.reconcile().schedule()).isPresent();
    }

    @Test
    void aScheduledComparisonReadsTheRequiredTagAndRaisesAnAlarmForWhatWaits() {
        Map<String, String> scheduled =
                Map.of("receipts.enabled", "true", "reconcile.schedule", "rate(1 day)", "keys.include", "in/**");
        Map<String, String> requiring = new TreeMap<>(scheduled);
        requiring.put("source.requiredTag", "scan=clean");
        Synthesised with = Synthesised.of(requiring);

        assertThat(added(Synthesised.of(scheduled).source(), with.source()))
                .contains("ReconciliationRole: Allow s3:GetObjectTagging on"
                        + " arn:aws:s3:::allow-put-source-222222222222-us-east-1-an/in/*");
        assertThat(with.source().toString()).contains("\"Threshold\":86400", "LongestWait");
    }

    @Test
    void aKeyOfTheTargetNeedsTwoActionsOnThatKeyAndEncryptsACreatedBucket() throws IOException {
        Synthesised with = Synthesised.of(Map.of("target.region", "eu-west-1", "target.kmsKeyArn", TARGET_KEY));
        String onCall = Files.readString(Path.of("..", "docs", "on-call.md"));
        assertThat(onCall)
                .as("the statement of a key's policy")
                .contains("\"Action\": [\"kms:GenerateDataKey\", \"kms:Decrypt\"],");

        assertThat(sids(with)).containsExactly("AllowPutToS3", "UseTargetKey");
        assertThat(Statements.of(with.target()))
                .filteredOn(line -> line.contains("kms:") || line.contains("kms-key"))
                .containsExactly(
                        "AllowPutToS3Role: Allow kms:Decrypt on " + TARGET_KEY + viaS3("eu-west-1"),
                        "AllowPutToS3Role: Allow kms:GenerateDataKey on " + TARGET_KEY + viaS3("eu-west-1"),
                        "AllowPutToS3Role: Deny s3:PutObject on " + TARGET_OBJECTS.replace("us-east-1", "eu-west-1")
                                + " if {\"Null\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":\"false\"},"
                                + "\"StringNotEquals\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":\""
                                + TARGET_KEY + "\"}}");
        assertThat(added(WITHOUT.source(), with.source())).isEmpty();
        assertThat(with.variables("ReplicationFunction")).containsEntry("TARGET_KMS_KEY_ARN", TARGET_KEY);
        assertThat(bucket(with.target(), "TargetBucket").at("/BucketEncryption/ServerSideEncryptionConfiguration/0"))
                .isEqualTo(Json.parse("""
                    {"BucketKeyEnabled": true, "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
                     "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "%s"}}\
                    """.formatted(TARGET_KEY)));
    }

    /** The key serves S3 in that Region only, with the service's name in any partition. */
    private static String viaS3(String region) {
        return " if {\"StringEquals\":{\"kms:ViaService\":[\"s3.%1$s.amazonaws.com\",\"s3.%1$s.${AWS::URLSuffix}\"]}}"
                .formatted(region);
    }

    private static List<String> added(JsonNode without, JsonNode with) {
        List<String> lines = new ArrayList<>(Statements.of(with));
        assertThat(lines).containsAll(Statements.of(without));
        lines.removeAll(Statements.of(without));
        // LargeObjectsTest compares the role of the workflow's function with that of the other.
        lines.removeIf(line -> line.startsWith("LargeObjectsFunctionAccessRole: "));
        return lines;
    }

    private static List<String> sids(Synthesised app) {
        return Synthesised.properties(app.target(), "AWS::IAM::Role", "AllowPutToS3")
                .at("/Policies/0/PolicyDocument/Statement")
                .findValuesAsText("Sid")
                .stream()
                .filter(sid -> !sid.startsWith("Deny"))
                .toList();
    }

    private static JsonNode bucket(JsonNode template, String idStart) {
        return Synthesised.properties(template, "AWS::S3::Bucket", idStart);
    }
}
