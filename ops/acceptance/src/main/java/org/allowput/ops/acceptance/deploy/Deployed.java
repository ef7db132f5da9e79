package org.allowput.ops.acceptance.deploy;

import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.StackOutputs;

/** Both stacks of a deployment. */
public record Deployed(Accounts accounts, StackOutputs target, StackOutputs source) {
    public String targetBucket() {
        return target.get(StackOutput.TARGET_BUCKET_NAME);
    }

    public String sourceBucket() {
        return source.get(StackOutput.SOURCE_BUCKET_NAME);
    }

    public String roleArn() {
        return target.get(StackOutput.ROLE_ARN);
    }

    public String queueUrl() {
        return source.get(StackOutput.QUEUE_URL);
    }

    public String deadLetterQueueUrl() {
        return source.get(StackOutput.DEAD_LETTER_QUEUE_URL);
    }
}
