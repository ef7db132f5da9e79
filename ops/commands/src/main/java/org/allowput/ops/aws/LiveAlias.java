package org.allowput.ops.aws;

import org.allowput.contract.StackOutput;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/** The alias by which queue, bucket and batch jobs invoke the function. */
public record LiveAlias(LambdaClient lambda, String function, String arn) {
    public static LiveAlias of(DeployedStack stack) {
        return new LiveAlias(
                stack.clients().lambda(),
                stack.outputs().get(StackOutput.FUNCTION_NAME),
                stack.outputs().get(StackOutput.FUNCTION_ALIAS_ARN));
    }

    public String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** Code and settings of the version that is running. */
    public GetFunctionConfigurationResponse configuration() {
        return lambda.getFunctionConfiguration(
                request -> request.functionName(function).qualifier(name()));
    }

    /**
     * The event source mapping by which Lambda takes messages from the queue.
     *
     * @throws OperationException if there is none
     */
    public EventSourceMappingConfiguration mapping() {
        return lambda.listEventSourceMappings(request -> request.functionName(arn)).eventSourceMappings().stream()
                .findFirst()
                .orElseThrow(() -> new OperationException("The alias " + arn
                        + " has no event source mapping, so no message is processed: somebody deleted it. Create it"
                        + " again with aws lambda create-event-source-mapping."));
    }
}
