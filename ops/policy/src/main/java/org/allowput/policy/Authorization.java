package org.allowput.policy;

import java.util.List;
import java.util.stream.Stream;
import org.allowput.policy.Principals.Grant;

/**
 * All policies that concern a request.
 *
 * @param identity those of the caller's role or user
 * @param limits each of which must allow the request, too: the permissions boundary of the role or user, and the policy
 *     that the session was narrowed by
 * @param resource that of the resource; nothing if it has none
 * @param resourceDecides whether the resource's policy must allow the request, also within the account: of a role's
 *     trust policy and of a KMS key's policy
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public record Authorization(List<Policy> identity, List<Policy> limits, Policy resource, boolean resourceDecides) {

    public Authorization {
        identity = List.copyOf(identity);
        limits = List.copyOf(limits);
        checkPrincipals(Stream.concat(identity.stream(), limits.stream()), false);
        checkPrincipals(Stream.of(resource), true);
    }

    private static void checkPrincipals(Stream<Policy> policies, boolean expected) {
        policies.flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.principals().isPresent() != expected)
                .findFirst()
                .ifPresent(statement -> {
                    throw new PolicyException(
                            "a Principal in the policy of a resource, and in no policy of an identity", statement);
                });
    }

    /** All of them. */
    public List<Policy> policies() {
        return Stream.of(identity, limits, List.of(resource))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Whether they allow a request.
     *
     * @param resourceAccount the 12 digits of the account that owns the resource
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">
     *     How AWS enforcement code logic evaluates requests</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">
     *     Cross-account policy evaluation logic</a>
     */
    public boolean allows(Request request, String resourceAccount) {
        // What is not granted need not be asked for what denies it.
        return isGranted(request, resourceAccount) && !denies(request);
    }

    /** Whether one of them denies it, which wins over every allow. */
    public boolean denies(Request request) {
        return policies().stream().anyMatch(policy -> policy.denies(request));
    }

    private boolean isGranted(Request request, String resourceAccount) {
        Grant granted = resource.grantTo(request);
        Caller caller = request.caller();
        if (!caller.isPrincipal()) {
            return granted != Grant.NONE;
        }
        boolean sameAccount = caller.account().equals(resourceAccount);
        if (granted == Grant.NONE && (!sameAccount || resourceDecides)) {
            return false;
        }
        // An ARN of a user or session, or everybody: what the identity's policies do not say has no influence.
        if (sameAccount && granted == Grant.DIRECT) {
            return true;
        }
        return ((sameAccount && granted == Grant.ROLE)
                        || caller.isRoot()
                        || identity.stream().anyMatch(policy -> policy.grants(request)))
                && limits.stream().allMatch(policy -> policy.grants(request));
    }
}
