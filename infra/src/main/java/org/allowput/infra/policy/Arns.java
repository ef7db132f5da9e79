package org.allowput.infra.policy;

import org.allowput.contract.IamPattern;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.RoleName;
import software.amazon.awscdk.Aws;

/**
 * ARNs of resources in the other stack, and of resources whose references would form a cycle in one stack. The
 * partition is that of the deployment.
 */
public final class Arns {
    private Arns() {}

    public static String bucket(BucketName bucket) {
        return "arn:%s:s3:::%s".formatted(Aws.PARTITION, bucket);
    }

    public static String objects(BucketName bucket) {
        return objects(bucket, "");
    }

    public static String objects(BucketName bucket, String keyPrefix) {
        return bucket(bucket) + "/" + IamPattern.startingWith(keyPrefix);
    }

    public static String role(AccountId account, RoleName role) {
        return "arn:%s:iam::%s:role/%s".formatted(Aws.PARTITION, account, role);
    }

    /** All functions of an account in the Region of the stack. */
    public static String functions(AccountId account) {
        return "arn:%s:lambda:%s:%s:function:*".formatted(Aws.PARTITION, Aws.REGION, account);
    }

    public static String stateMachine(Settings settings) {
        return inSource(settings, "states", "stateMachine:" + settings.workflowName());
    }

    /**
     * Of the workflow for large objects.
     *
     * @param map of one of its Distributed Maps: a slash and the map's label; or empty
     */
    public static String executions(Settings settings, String map) {
        return inSource(settings, "states", "execution:" + settings.workflowName() + map + ":*");
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
    public static String account(AccountId account) {
        return "arn:%s:iam::%s:root".formatted(Aws.PARTITION, account);
    }
}
