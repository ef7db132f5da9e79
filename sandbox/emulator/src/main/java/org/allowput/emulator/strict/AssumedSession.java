package org.allowput.emulator.strict;

import java.util.List;
import java.util.Optional;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/**
 * A session of a role, and what decides what it may do in its account.
 *
 * @param caller the role and the session
 * @param role the policies of the role
 * @param session the policy that the session was narrowed by
 */
record AssumedSession(Caller.Principal caller, List<Policy> role, Optional<Policy> session) {
    AssumedSession withRole(List<Policy> policies) {
        return new AssumedSession(caller, policies, session);
    }

    /**
     * The refusal of the first action that is not granted.
     *
     * @param bucket what its owner set
     */
    Optional<Refusal> refuse(S3Request request, PolicySource.Bucket bucket) {
        ConditionContext context = ConditionContext.of(request);
        Authorization policies = new Authorization(
                role.stream().map(context::decidable).toList(),
                session.map(context::decidable).stream().toList(),
                Optional.of(context.decidable(bucket.policy())),
                false);
        for (Required required : RequiredActions.of(request, bucket.defaultKey())) {
            Optional<String> reason = reason(
                    policies.decide(
                            new Request(required.action(), required.resource(), caller, context.values()),
                            caller.account()),
                    required.action());
            if (reason.isPresent()) {
                return reason.map(because -> Refusal.accessDenied("User: "
                        + caller.sessionArn().orElse(caller.arn()) + " is not authorized to perform: "
                        + required.action() + " on resource: \"" + required.resource() + "\" " + because));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reason(Authorization.Decision decision, String action) {
        return switch (decision) {
            case ALLOWED -> Optional.empty();
            case EXPLICITLY_DENIED -> Optional.of("with an explicit deny in a policy");
            case NOT_ALLOWED_BY_LIMIT -> Optional.of("because no session policy allows the " + action + " action");
            case NOT_ALLOWED_BY_IDENTITY, NOT_ALLOWED_BY_RESOURCE ->
                Optional.of("because no identity-based policy allows the " + action + " action");
        };
    }
}
