package org.allowput.ops.proof.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.proof.template.Template;

/**
 * A template of ours.
 *
 * @param path in the folder of the repository
 * @param values a deployment: of its parameters, and of what AWS chooses
 */
public record Templates(String path, Map<String, String> values) {
    private static final Map<String, String> PSEUDO =
            Map.of("AWS::AccountId", "111111111111", "AWS::Region", "us-east-1");

    /** Those of the snapshots, which the CDK app makes, and the plain ones. */
    public static List<Templates> all() {
        return List.of(
                new Templates(
                        "ops/proof/src/test/resources/proof/target.json",
                        Map.of(
                                "ExternalId",
                                "agreed-1",
                                "NextExternalId",
                                "agreed-2",
                                "ExternalId333333333333",
                                "agreed-3",
                                "NextExternalId333333333333",
                                "")),
                new Templates(
                        "infra/src/test/resources/snapshots/target.json",
                        Map.of("ExternalId", "agreed-1", "NextExternalId", "")),
                new Templates(
                        "infra/src/test/resources/snapshots/target-everything.json",
                        Map.of("ExternalId", "agreed-1", "NextExternalId", "agreed-2")),
                new Templates("infra/src/test/resources/snapshots/source.json", Map.of()),
                new Templates("infra/src/test/resources/snapshots/source-everything.json", Map.of()),
                new Templates("infra/src/test/resources/snapshots/source-alternatives.json", Map.of()),
                new Templates(
                        "templates/ReplicationTarget.yaml",
                        Map.ofEntries(
                                Map.entry("SourceAccount", "222222222222"),
                                Map.entry("ExternalId", "agreed-1"),
                                Map.entry("NextExternalId", "agreed-2"),
                                Map.entry("BucketName", "target"),
                                Map.entry("KeyPrefix", "b/"),
                                Map.entry("SourceRoleName", "ReplicateObjects"),
                                Map.entry("OrganizationId", "o-a1b2c3d4e5"),
                                Map.entry("RequireMfa", "true"),
                                Map.entry("KmsKeyArn", "arn:aws:kms:us-east-1:111111111111:key/target"),
                                Map.entry("ReplicateDeletes", "true"),
                                Map.entry("ReplicateTags", "true"),
                                Map.entry("WriteOnce", "true"),
                                Map.entry("AlarmEmail", "none"))),
                new Templates(
                        "templates/ReplicationSource.yaml",
                        Map.ofEntries(
                                Map.entry("CodeBucket", "code"),
                                Map.entry(
                                        "TargetGrant",
                                        "111111111111|eu-west-1|target|AllowPutToS3||"
                                                + "arn:aws:kms:eu-west-1:111111111111:key/target"
                                                + "|false|true|false"),
                                Map.entry("SourceBucketName", "source"),
                                Map.entry("ReceiptsBucketName", "receipts"),
                                Map.entry("IncludePrefix", "in/"),
                                Map.entry("FunctionRoleName", "ReplicateObjects"),
                                Map.entry("SourceKmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/source"),
                                Map.entry("AlarmEmail", "none"),
                                Map.entry("AlarmTopicArn", "arn:aws:sns:us-east-1:222222222222:alarms"),
                                Map.entry("LargeObjects", "true"),
                                Map.entry("UseEventBridge", "true"))));
    }

    public Template read() throws IOException {
        return Template.parse(text());
    }

    /** Its text, with a name in the place of what a snapshot leaves out. */
    public String text() throws IOException {
        return Files.readString(Path.of("..", "..").resolve(path)).replace("<hash>", "hash");
    }

    /** Its parameters with their values: those that are stated, their defaults, or one that tells which it is. */
    public Map<String, String> parameters() throws IOException {
        Map<String, String> all = new TreeMap<>(PSEUDO);
        read().section("Parameters").forEach((name, declaration) -> {
            Object preset = ((Map<?, ?>) declaration).get("Default");
            all.put(name, values.getOrDefault(name, preset == null ? name : String.valueOf(preset)));
        });
        return all;
    }

    @Override
    public String toString() {
        return path.replaceFirst(".*/", "");
    }
}
