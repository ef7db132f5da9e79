package org.allowput.ops.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.ops.proof.deployed.GrantSection;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Template;

/** The published templates with concrete values. */
final class PublishedTemplates {
    static final String TARGET = read("ReplicationTarget.yaml");
    static final String SOURCE = read("ReplicationSource.yaml");
    static final Map<String, String> TARGET_VALUES =
            Map.of("SourceAccount", "222222222222", "BucketName", "target", "AlarmEmail", "a@example.com");
    static final Map<String, String> SOURCE_VALUES = Map.of(
            "TargetGrant", grant("none", "false"),
            "SourceBucketName", "source",
            "CodeBucket", "code",
            "CodeKey", "function.zip",
            "AlarmEmail", "b@example.com");

    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/k";

    static final List<Map<String, String>> TARGET_OPTIONS = List.of(
            Map.of("KeyPrefix", "from-b/"),
            Map.of("SourceRoleName", "ReplicateObjects"),
            Map.of("OrganizationId", "o-a1b2c3d4e5"),
            Map.of("RequireMfa", "true"),
            Map.of("KmsKeyArn", KEY),
            Map.of("ReplicateDeletes", "deletions"),
            Map.of("ReplicateTags", "true"),
            Map.of("WriteOnce", "true"),
            Map.of("DeliveriesPrefix", "from-b/_deliveries/"),
            Map.of("CreateBucket", "false"),
            Map.of("NextExternalId", "agreed-later"));

    static final List<Map<String, String>> SOURCE_OPTIONS = List.of(
            Map.of("FunctionRoleName", "ReplicateObjects"),
            Map.of("SourceKmsKeyArn", KEY),
            Map.of("TargetGrant", grant("deletions", "true")),
            Map.of("RequiredTag", "scan=clean"),
            Map.of("Receipts", "true", "OperationsBucketName", "operations"),
            Map.of(
                    "LargeObjects", "true",
                    "OperationsBucketName", "operations",
                    "DeployedLargeObjects", "true"),
            Map.of("UseEventBridge", "true"),
            Map.of("CreateBucket", "false"));

    private PublishedTemplates() {}

    private static String grant(String deletions, String tags) {
        return "111111111111|us-east-1|target|AllowPutToS3||||" + deletions + "|" + tags + "|false";
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of("..", "..", "templates", file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> with(Map<String, String> values, Map<String, String> further) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(further);
        return all;
    }

    static TargetDeployment target(String text, Map<String, String> values) {
        ResolvedTemplate resolved = resolve(text, values);
        GrantSection grant = resolved.grant().orElseThrow();
        return resolved.target(grant.bucket(), grant.ofTarget());
    }

    static ProofReport report(String text, Map<String, String> values) {
        ResolvedTemplate resolved = resolve(text, values);
        GrantSection grant = resolved.grant().orElseThrow();
        return grant.isOfTarget()
                ? TargetStatements.decide(resolved.target(grant.bucket(), grant.ofTarget()))
                : SourceStatements.decide(resolved.source(grant));
    }

    private static ResolvedTemplate resolve(String text, Map<String, String> values) {
        String account = text.contains("\n  SourceAccount:") ? "111111111111" : "222222222222";
        try {
            return new ResolvedTemplate(Template.parse(text), values, Optional.of(account), Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Decision> notProven(ProofReport report) {
        return report.decisions().stream()
                .filter(decision -> !decision.isProven())
                .toList();
    }
}
