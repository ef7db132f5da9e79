package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import org.allowput.policy.Policy;

/**
 * Account B, as far as the statements are about it.
 *
 * @param outputs of the stack, by their names
 * @param grant what is meant
 * @param roles of the stack
 * @param functions the ARNs of their roles, by the names of the functions
 * @param callers the policy that the stack gives to each principal that is not of the stack
 */
public record SourceDeployment(
        String partition,
        String account,
        String region,
        Map<String, String> outputs,
        MeantGrant grant,
        List<Role> roles,
        Map<String, String> functions,
        Map<String, Policy> callers) {}
