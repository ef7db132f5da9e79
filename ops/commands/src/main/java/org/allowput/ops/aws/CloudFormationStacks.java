package org.allowput.ops.aws;

import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

public final class CloudFormationStacks {
    private CloudFormationStacks() {}

    /**
     * The stack of that name or id; empty if there is none. One that was deleted is found by its id only.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html">A stack
     *     that does not exist is a ValidationError</a>
     */
    public static Optional<Stack> find(CloudFormationClient cloudFormation, String stack) {
        try {
            return cloudFormation.describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            if ("ValidationError".equals(e.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
