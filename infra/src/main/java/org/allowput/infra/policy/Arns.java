package org.allowput.infra.policy;

import org.allowput.contract.IamPattern;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;

/**
 * ARNs of resources in the other stack, and of resources whose references would form a cycle in one stack. The
 * partition is that of the deployment.
 */
public final class Arns {
    private Arns() {}

    public static String bucket(String bucket) {
        return "arn:%s:s3:::%s".formatted(Aws.PARTITION, bucket);
    }

    public static String objects(String bucket) {
        return objects(bucket, "");
    }

    public static String objects(String bucket, String keyPrefix) {
        return bucket(bucket) + "/" + IamPattern.startingWith(keyPrefix);
    }

    public static String role(String account, String role) {
        return "arn:%s:iam::%s:role/%s".formatted(Aws.PARTITION, account, role);
    }

    public static String stateMachine(Settings settings) {
        return inSource(settings, "states", "stateMachine:" + settings.workflowName());
    }

    /** Of the workflow for large objects, without the label of a map and the name. */
    public static String executions(Settings settings) {
        return inSource(settings, "states", "execution:" + settings.workflowName());
    }

    public static String sourceRule(Settings settings) {
        return inSource(settings, "events", "rule/" + settings.sourceRuleName());
    }

    private static String inSource(Settings settings, String service, String resource) {
        return "arn:%s:%s:%s:%s:%s"
                .formatted(
                        Aws.PARTITION,
                        service,
                        settings.source().region(),
                        settings.source().account(),
                        resource);
    }

    /** Every principal of an account that the account itself permits. */
    public static String account(String account) {
        return "arn:%s:iam::%s:root".formatted(Aws.PARTITION, account);
    }
}
