package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import org.allowput.policy.Policy;

/**
 * Account B, as far as the statements are about it.
 *
 * @param outputs of the stack, by their names
 * @param grant what the functions and jobs are expected to use
 * @param roles of the stack
 * @param executionRoles with which AWS runs the stack's functions, with all versions, state machines and schedules
 * @param callers the policy that the stack gives to each principal that is not of the stack
 */
public record SourceDeployment(
        String partition,
        String account,
        String region,
        Map<String, String> outputs,
        ExpectedGrant grant,
        List<Role> roles,
        List<ExecutionRole> executionRoles,
        Map<String, Policy> callers) {}
