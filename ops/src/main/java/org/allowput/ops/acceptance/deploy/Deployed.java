package org.allowput.ops.acceptance.deploy;

import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.StackOutputs;

/** Both stacks of a deployment. */
public record Deployed(Accounts accounts, StackOutputs target, StackOutputs source) {
    public String targetBucket() {
        return target.get("TargetBucketName");
    }

    public String sourceBucket() {
        return source.get("SourceBucketName");
    }

    public String roleArn() {
        return target.get("RoleArn");
    }

    public String queueUrl() {
        return source.get("QueueUrl");
    }

    public String deadLetterQueueUrl() {
        return source.get("DeadLetterQueueUrl");
    }
}
