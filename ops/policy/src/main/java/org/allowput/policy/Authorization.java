package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.policy.Principals.Grant;

/**
 * All policies that concern a request.
 *
 * @param identity those of the caller's role or user
 * @param limits each of which must allow the request, too: the permissions boundary of the role or user, and the policy
 *     that the session was narrowed by
 * @param resource that of the resource
 * @param resourceDecides whether the resource's policy must allow the request, also within the account: of a role's
 *     trust policy and of a KMS key's policy
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public record Authorization(
        List<Policy> identity, List<Policy> limits, Optional<Policy> resource, boolean resourceDecides) {

    /** The outcome, and which policies did not allow a request. */
    public enum Decision {
        ALLOWED,
        EXPLICITLY_DENIED,
        NOT_ALLOWED_BY_IDENTITY,
        NOT_ALLOWED_BY_LIMIT,
        NOT_ALLOWED_BY_RESOURCE
    }

    public Authorization {
        identity = List.copyOf(identity);
        limits = List.copyOf(limits);
        checkPrincipals(Stream.concat(identity.stream(), limits.stream()), false);
        checkPrincipals(resource.stream(), true);
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

    /** The same with other policies. */
    public Authorization map(UnaryOperator<Policy> others) {
        return new Authorization(
                identity.stream().map(others).toList(),
                limits.stream().map(others).toList(),
                resource.map(others),
                resourceDecides);
    }

    /** All of them. */
    public List<Policy> policies() {
        return Stream.of(identity.stream(), limits.stream(), resource.stream())
                .flatMap(policies -> policies)
                .toList();
    }

    /**
     * Decides a request.
     *
     * @param resourceAccount the 12 digits of the account that owns the resource
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">
     *     How AWS enforcement code logic evaluates requests</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">
     *     Cross-account policy evaluation logic</a>
     */
    public Decision decide(Request request, String resourceAccount) {
        Decision decision = withoutDeny(request, resourceAccount);
        return isDenied(request) ? Decision.EXPLICITLY_DENIED : decision;
    }

    private Decision withoutDeny(Request request, String resourceAccount) {
        Grant granted = resource.map(policy -> policy.grantTo(request)).orElse(Grant.NONE);
        if (!(request.caller() instanceof Caller.Principal principal)) {
            return granted == Grant.NONE ? Decision.NOT_ALLOWED_BY_RESOURCE : Decision.ALLOWED;
        }
        boolean sameAccount = principal.account().equals(resourceAccount);
        if (granted == Grant.NONE && (!sameAccount || resourceDecides)) {
            return Decision.NOT_ALLOWED_BY_RESOURCE;
        }
        // An ARN of a user or session, or everybody: what the identity's policies do not say has no influence.
        if (sameAccount && granted == Grant.DIRECT) {
            return Decision.ALLOWED;
        }
        boolean byRole = sameAccount && granted == Grant.ROLE;
        if (!byRole && !principal.isRoot() && identity.stream().noneMatch(policy -> policy.grants(request))) {
            return Decision.NOT_ALLOWED_BY_IDENTITY;
        }
        return limits.stream().allMatch(policy -> policy.grants(request))
                ? Decision.ALLOWED
                : Decision.NOT_ALLOWED_BY_LIMIT;
    }

    /** Whether they allow the request. What cannot be allowed is not asked for what denies it. */
    public boolean allows(Request request, String resourceAccount) {
        return withoutDeny(request, resourceAccount) == Decision.ALLOWED && !isDenied(request);
    }

    private boolean isDenied(Request request) {
        return policies().stream().anyMatch(policy -> policy.denies(request));
    }
}
