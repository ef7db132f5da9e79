package org.allowput.infra;

import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.BucketName;
import org.allowput.infra.settings.FunctionName;
import org.allowput.infra.settings.RoleName;
import software.amazon.awscdk.Aws;

/**
 * ARNs of resources in the other stack, and of resources whose references would form a cycle in one stack. The
 * partition is that of the deployment.
 */
final class Arns {
    private Arns() {}

    static String bucket(BucketName bucket) {
        return "arn:%s:s3:::%s".formatted(Aws.PARTITION, bucket);
    }

    static String objects(BucketName bucket) {
        return objects(bucket, "");
    }

    static String objects(BucketName bucket, String keyPrefix) {
        return bucket(bucket) + "/" + KeyPattern.startingWith(keyPrefix);
    }

    static String role(AccountId account, RoleName role) {
        return "arn:%s:iam::%s:role/%s".formatted(Aws.PARTITION, account, role);
    }

    static String function(AccountId account, FunctionName function) {
        return "arn:%s:lambda:%s:%s:function:%s".formatted(Aws.PARTITION, Aws.REGION, account, function);
    }

    /** Every principal of an account that the account itself permits. */
    static String account(AccountId account) {
        return "arn:%s:iam::%s:root".formatted(Aws.PARTITION, account);
    }
}
