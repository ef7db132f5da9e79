package org.allowput.ops.aws;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
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

    /** The version that is running. */
    public String version() {
        return lambda.getAlias(request -> request.functionName(function).name(name()))
                .functionVersion();
    }

    /** The published versions, the latest first. */
    public List<FunctionConfiguration> versions() {
        return lambda.listVersionsByFunctionPaginator(request -> request.functionName(function)).versions().stream()
                .filter(version -> !version.version().equals("$LATEST"))
                .sorted((one, other) -> Long.compare(Long.parseLong(other.version()), Long.parseLong(one.version())))
                .toList();
    }

    /** A published version, unless it was deleted. */
    public Optional<FunctionConfiguration> find(String version) {
        return versions().stream()
                .filter(each -> each.version().equals(version))
                .findFirst();
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
