package org.allowput.infra.policy;

import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.region.Region;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * The policy of a role. Each statement has a name, its {@code Sid}: pages, tests and the proof refer to it. The
 * statements stand where the role is created, in the order of the template.
 */
public final class Permissions {
    private final PolicyDocument document = new PolicyDocument();

    public void allow(String sid, List<String> actions, String resource) {
        allow(sid, actions, resource, Map.of());
    }

    public void allow(String sid, List<String> actions, List<String> resources) {
        add(Effect.ALLOW, sid, actions, resources, Map.of());
    }

    /** Lets the role use keys in requests that a service of this Region makes for it; nothing if there are none. */
    public void allowKeys(String sid, List<String> actions, List<String> keyArns, String service, Region region) {
        if (!keyArns.isEmpty()) {
            add(Effect.ALLOW, sid, actions, keyArns, Conditions.via(service, region));
        }
    }

    public void allow(String sid, List<String> actions, String resource, Map<String, Object> conditions) {
        add(Effect.ALLOW, sid, actions, List.of(resource), conditions);
    }

    public void deny(String sid, String action, String resource) {
        deny(sid, List.of(action), resource, Map.of());
    }

    public void deny(String sid, List<String> actions, String resource, Map<String, Object> conditions) {
        add(Effect.DENY, sid, actions, List.of(resource), conditions);
    }

    private void add(
            Effect effect, String sid, List<String> actions, List<String> resources, Map<String, Object> conditions) {
        document.addStatements(PolicyStatement.Builder.create()
                .sid(sid)
                .effect(effect)
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build());
    }

    /** Lets a principal of account B assume the role in account A. */
    public void allowAssumingTargetRole(Settings settings) {
        allow(
                "AssumeTargetRole",
                List.of("sts:AssumeRole"),
                Arns.role(settings.target().account(), settings.assumedRole()));
    }

    /**
     * S3 answers 404 for a missing object only where listing the bucket is allowed, and 403 otherwise. AWS documents no
     * {@code s3:prefix} for that decision, so the condition holds where the request has none.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject, Permissions</a>
     */
    public void allowListingSource(Settings settings) {
        List<String> prefixes = settings.selection().prefixes();
        allow(
                "ListSourceBucket",
                List.of("s3:ListBucket"),
                Arns.bucket(settings.source().bucketName()),
                prefixes.contains("") ? Map.of() : Conditions.listing(prefixes));
    }

    /**
     * Lets a role send to the queues, and receive what is under their key: SQS generates a data key on behalf of the
     * sender, and decrypts it to verify it. No condition names a queue: AWS does not document which encryption context
     * SQS uses.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">
     *     Permissions of producers and consumers</a>
     */
    public void allowQueueKey(Settings settings) {
        allowKeys(
                "UseQueueKey",
                List.of("kms:Decrypt", "kms:GenerateDataKey"),
                settings.encryption().kmsKeyArn().stream().toList(),
                "sqs",
                settings.source().region());
    }

    /** Lets a role receive messages that were sent under the queues' previous keys. */
    public void allowPreviousQueueKeys(Settings settings) {
        allowKeys(
                "UsePreviousQueueKeys",
                List.of("kms:Decrypt"),
                settings.encryption().previous(),
                "sqs",
                settings.source().region());
    }

    /** The policy document, which also has the statements that are added later. */
    public PolicyDocument document() {
        return document;
    }
}
