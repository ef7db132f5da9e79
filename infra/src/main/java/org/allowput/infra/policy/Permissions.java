package org.allowput.infra.policy;

import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The permissions of a role, and what narrows them: for each a statement with a name. */
public final class Permissions {
    private final PolicyDocument document = new PolicyDocument();

    public void allow(String name, List<String> actions, String resource) {
        allow(name, actions, resource, Map.of());
    }

    public void allow(String name, List<String> actions, List<String> resources) {
        add(Effect.ALLOW, name, actions, resources, Map.of());
    }

    public void allow(String name, List<String> actions, String resource, Map<String, Object> conditions) {
        add(Effect.ALLOW, name, actions, List.of(resource), conditions);
    }

    /** For the functions, and the other principals of account B that may assume the role in account A. */
    public void allowAssumingTargetRole(Settings settings) {
        allow(
                "AssumeTargetRole",
                List.of("sts:AssumeRole"),
                Arns.role(settings.target().account(), settings.assumedRole()));
    }

    /**
     * For a role that sends to the queues, or also receives from them: SQS uses the key of the queues on behalf of it.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">
     *     Permissions of producers and consumers</a>
     */
    public void allowQueueKey(Settings settings) {
        settings.encryption()
                .kmsKeyArn()
                .ifPresent(key -> allow(
                        "UseQueueKey",
                        List.of("kms:Decrypt", "kms:GenerateDataKey"),
                        key,
                        Conditions.via("sqs", settings.source().region())));
    }

    /** Narrows what other statements allow, to requests that the conditions do not match. */
    public void deny(String name, List<String> actions, String resource, Map<String, Object> conditions) {
        add(Effect.DENY, name, actions, List.of(resource), conditions);
    }

    private void add(
            Effect effect, String name, List<String> actions, List<String> resources, Map<String, Object> conditions) {
        document.addStatements(PolicyStatement.Builder.create()
                .sid(name)
                .effect(effect)
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build());
    }

    /** As a role takes it; what is allowed later is in it, too. */
    public PolicyDocument document() {
        return document;
    }
}
