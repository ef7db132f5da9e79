package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.policy.Policy;

/**
 * Account B, as far as the statements are about it.
 *
 * @param outputs of the stack, by their names
 * @param grant what is meant
 * @param roles of the stack
 * @param callers the policy that the stack gives to each principal that is not of the stack
 */
public record SourceDeployment(
        String partition,
        String account,
        String region,
        Map<String, String> outputs,
        MeantGrant grant,
        List<Role> roles,
        List<DeployedFunction> functions,
        Map<String, Policy> callers) {
    /** The outputs that statements need. */
    public static final Set<String> OUTPUTS = Stream.of(
                    StackOutput.DEAD_LETTER_QUEUE_URL,
                    StackOutput.FUNCTION_NAME,
                    StackOutput.LARGE_OBJECTS_FUNCTION_NAME,
                    StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN,
                    StackOutput.RECONCILE_FUNCTION_NAME)
            .map(StackOutput::id)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * A function.
     *
     * @param environment its variables
     */
    public record DeployedFunction(
            String name, String roleArn, Map<String, String> environment, String logGroup, boolean isInVpc) {}

    public SourceDeployment {
        outputs = Map.copyOf(outputs);
        roles = List.copyOf(roles);
        functions = List.copyOf(functions);
        callers = Map.copyOf(callers);
    }
}
