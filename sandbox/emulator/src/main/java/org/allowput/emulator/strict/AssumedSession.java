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
record AssumedSession(Caller caller, List<Policy> role, Optional<Policy> session) {
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
        List<Policy> identity = role.stream().map(context::decidable).toList();
        Policy ofBucket = context.decidable(bucket.policy());
        Authorization policies = new Authorization(
                identity, session.map(context::decidable).stream().toList(), ofBucket, false);
        for (Required required : RequiredActions.of(request, bucket.defaultKey())) {
            Request asked = new Request(required.action(), required.resource(), caller, context.values());
            if (!policies.allows(asked, caller.account())) {
                boolean isNarrowed =
                        new Authorization(identity, List.of(), ofBucket, false).allows(asked, caller.account());
                return Optional.of(Refusal.accessDenied(
                        "User: " + caller.session().orElse(caller.name()) + " is not authorized to perform: "
                                + required.action() + " on resource: \"" + required.resource() + "\" "
                                + (policies.denies(asked)
                                        ? "with an explicit deny in a policy"
                                        : "because no " + (isNarrowed ? "session" : "identity-based")
                                                + " policy allows the " + required.action() + " action")));
            }
        }
        return Optional.empty();
    }
}
