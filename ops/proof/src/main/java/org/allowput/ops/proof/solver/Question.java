package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.and;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Formula.In;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/**
 * Asks for a request.
 *
 * @param further what must hold for it besides
 * @param allowed that the policies allow it
 * @param policies those of {@code allowed}
 * @param evaluation whether the policies allow it, without formulas
 */
public record Question(Formula further, Formula allowed, List<Policy> policies, Predicate<Request> evaluation) {
    /** Asks for a request of a role's session to something of its account that policies allow. */
    public static Question allowed(String role, Authorization policies, Formula further) {
        String account = Caller.Principal.of(role).account();
        return new Question(
                and(RequestFormulas.isCalledByRole(role), further),
                PolicyFormulas.allows(policies, account),
                policies.policies(),
                request -> policies.decide(request, account) == Authorization.Decision.ALLOWED);
    }

    /** Asks for a request that a policy allows by itself. */
    public static Question allowed(Policy policy, Formula further) {
        return new Question(
                further,
                PolicyFormulas.allowedBy(policy),
                List.of(policy),
                request -> policy.effectOn(request) == Effect.ALLOW);
    }

    /** Asks for a request to assume the role that a trust policy belongs to. */
    public static Question assumed(Policy trust, Formula further) {
        return allowed(trust, and(further, RequestFormulas.isOn("")));
    }

    /**
     * Asks for a request of somebody of another account that the policy of a resource allows: what the policies of that
     * account say is not known, and counts as everything.
     */
    public static Question allowedToOthers(Policy resource, String resourceAccount, Formula further) {
        Authorization policies = new Authorization(
                List.of(Policy.EVERYTHING), Optional.empty(), Optional.empty(), Optional.of(resource), false);
        return new Question(
                further,
                PolicyFormulas.allowedBy(resource),
                List.of(resource),
                request -> policies.decide(request, resourceAccount) == Authorization.Decision.ALLOWED);
    }

    /**
     * The same request also has to be allowed about something else by a policy of a resource: where its resource begins
     * like one text, the other begins like another.
     */
    public Question alsoOn(String from, String to, Policy resource, String resourceAccount) {
        Question other = allowedToOthers(resource, resourceAccount, further);
        Formula ofOther = other.allowed.replace(in -> in.attribute().equals(RequestFormulas.RESOURCE)
                ? new In(in.attribute(), in.texts().rebased(from, to))
                : in.attribute().startsWith(PolicyFormulas.MAYBE)
                        ? new In(in.attribute() + " on " + to, in.texts())
                        : in);
        UnaryOperator<Request> about = request ->
                request.with(request.action(), to + request.resource().substring(from.length()));
        return new Question(
                and(further, RequestFormulas.isBelow(from)),
                and(allowed, ofOther),
                Stream.concat(policies.stream(), other.policies.stream()).toList(),
                request -> request.resource().startsWith(from)
                        && evaluation.test(request)
                        && other.evaluation.test(about.apply(request)));
    }
}
