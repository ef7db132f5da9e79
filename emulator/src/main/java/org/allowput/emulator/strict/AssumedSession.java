package org.allowput.emulator.strict;

import java.util.List;
import java.util.Optional;
import org.allowput.emulator.strict.RequiredActions.Required;

/**
 * A session of a role, and what decides what it may do.
 *
 * @param name as in error messages: the session's ARN
 * @param role the policies of the role
 * @param session the policy that the session was narrowed by
 */
record AssumedSession(String name, List<Policy> role, Optional<Policy> session) {
    /**
     * The refusal of the first action that is not granted.
     *
     * @param bucket the policy of the bucket
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
     *     evaluation logic</a>
     */
    Optional<Refusal> refuse(S3Request request, Policy bucket) {
        ConditionContext context = ConditionContext.of(request);
        for (Required required : RequiredActions.of(request)) {
            if (bucket.denies(required, context) || any(role, required, context)) {
                return Optional.of(refusal(required, "with an explicit deny in a policy"));
            }
            if (role.stream().noneMatch(policy -> policy.allows(required, context))) {
                return Optional.of(refusal(
                        required, "because no identity-based policy allows the " + required.action() + " action"));
            }
            if (session.filter(policy -> !policy.allows(required, context)).isPresent()) {
                return Optional.of(
                        refusal(required, "because no session policy allows the " + required.action() + " action"));
            }
        }
        return Optional.empty();
    }

    private boolean any(List<Policy> policies, Required required, ConditionContext context) {
        return policies.stream().anyMatch(policy -> policy.denies(required, context))
                || session.filter(policy -> policy.denies(required, context)).isPresent();
    }

    private Refusal refusal(Required required, String reason) {
        return Refusal.accessDenied("User: " + name + " is not authorized to perform: " + required.action()
                + " on resource: \"" + required.resource() + "\" " + reason);
    }
}
