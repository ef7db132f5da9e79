package org.allowput.ops.aws;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

public record StackOutputs(String stack, Map<String, String> byName) {
    /** Asks CloudFormation for them. @throws OperationException if there is no such stack in that account and Region */
    public static StackOutputs of(ServiceClients clients, String stack) {
        Stack deployed = findStack(clients.cloudFormation(), stack)
                .orElseThrow(() -> new OperationException("There is no stack " + stack + " in " + clients.region()
                        + " of the account whose credentials are used: name the deployment with --name or the"
                        + " stack with --stack, the account with --profile and the Region with --region."));
        return new StackOutputs(
                stack, deployed.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue)));
    }

    /**
     * The stack of that name or id; empty if there is none. One that was deleted is found by its id only.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html">A stack
     *     that does not exist is a ValidationError</a>
     */
    public static Optional<Stack> findStack(CloudFormationClient cloudFormation, String stack) {
        try {
            return cloudFormation.describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .findFirst();
        } catch (AwsServiceException e) {
            if ("ValidationError".equals(e.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An output that not every deployment has. */
    public Optional<String> find(StackOutput output) {
        return Optional.ofNullable(byName.get(output.id()));
    }

    /** An output that every deployment has. @throws OperationException if there is no output of that name */
    public String get(StackOutput output) {
        return find(output)
                .orElseThrow(() -> new OperationException("The stack " + stack + " has no output " + output + ", only "
                        + new TreeSet<>(byName.keySet())
                        + ": name the right deployment with --name, or deploy it with this version."));
    }

    /** What a stack of account A grants. */
    public TargetGrant grant() {
        return TargetGrant.parse(get(StackOutput.TARGET_GRANT));
    }

    /** What a stack of account B copies. */
    public Selection selection() {
        return Selection.parse(get(StackOutput.SELECTION));
    }
}
