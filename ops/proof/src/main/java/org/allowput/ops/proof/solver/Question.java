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
    private static Question of(Authorization policies, String resourceAccount, Formula further) {
        return new Question(
                further,
                PolicyFormulas.allows(policies, resourceAccount),
                policies.policies(),
                request -> policies.decide(request, resourceAccount) == Authorization.Decision.ALLOWED);
    }

    /** Asks for a request of a role's session to something of its account that policies allow. */
    public static Question allowed(String role, Authorization policies, Formula further) {
        return of(policies, Caller.Principal.of(role).account(), and(RequestFormulas.isCalledByRole(role), further));
    }

    /** Asks for a request to something of an account that a policy allows which one of its identities has. */
    public static Question allowed(Policy identity, String account, Formula further) {
        return of(
                new Authorization(
                        List.of(Policy.EVERYTHING), Optional.of(identity), Optional.empty(), Optional.empty(), false),
                account,
                further);
    }

    /** Asks for a request to assume the role that a trust policy belongs to. */
    public static Question assumed(Policy trust, Formula further) {
        return allowedToOthers(trust, and(further, RequestFormulas.isOn("")));
    }

    /**
     * Asks for a request that the policy of a resource allows: what the policies of the caller's account say is not
     * known, and counts as everything.
     */
    public static Question allowedToOthers(Policy resource, Formula further) {
        return of(
                new Authorization(
                        List.of(Policy.EVERYTHING), Optional.empty(), Optional.empty(), Optional.of(resource), true),
                "",
                further);
    }

    /**
     * The same request also has to be allowed about something else by a policy of a resource: where its resource begins
     * like one text, the other begins like another.
     */
    public Question alsoOn(String from, String to, Policy resource) {
        Question other = allowedToOthers(resource, further);
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
