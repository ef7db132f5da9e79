package org.allowput.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** The outputs of a stack that is deployed. */
record StackOutputs(Map<String, String> byName) {
    static StackOutputs of(CloudFormationClient cloudFormation, String stack) {
        return new StackOutputs(
                cloudFormation
                        .describeStacks(request -> request.stackName(stack))
                        .stacks()
                        .getFirst()
                        .outputs()
                        .stream()
                        .collect(Collectors.toMap(Output::outputKey, Output::outputValue)));
    }

    /** One that not every deployment has. */
    Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * One of them.
     *
     * @param otherwise what to do about a stack that does not have it
     * @throws SandboxException if there is none of that name
     */
    String get(String name, String otherwise) {
        var value = byName.get(name);
        if (value == null) {
            throw new SandboxException(
                    "The stack has no output " + name + ", only " + byName.keySet() + ": " + otherwise);
        }
        return value;
    }
}
