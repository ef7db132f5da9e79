package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.policy.Authorization;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/**
 * Asks for a request.
 *
 * @param further what must hold for it besides
 * @param allowed that the policies allow it
 * @param policies those of {@code allowed}
 * @param evaluation whether the policies allow it, without the solver
 * @param role the only role whose sessions are asked for
 */
public record Question(
        BoolExpr further,
        BoolExpr allowed,
        List<Policy> policies,
        Predicate<Request> evaluation,
        Optional<String> role) {
    private static final Policy EVERYTHING =
            Policy.parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");

    /** Asks for a request of a role's session that policies allow. */
    public static Question allowed(
            Prover prover, String role, Authorization policies, String resourceAccount, BoolExpr further) {
        return new Question(
                further,
                prover.formulas().allows(policies, resourceAccount),
                Stream.of(policies.identity().stream(), policies.boundary().stream(), policies.resource().stream())
                        .flatMap(each -> each)
                        .toList(),
                request -> policies.decide(request, resourceAccount) == Authorization.Decision.ALLOWED,
                Optional.of(role));
    }

    /** Asks for a request that a policy allows by itself. */
    public static Question allowed(Prover prover, Policy policy, BoolExpr further) {
        return new Question(
                further,
                allowedBy(prover.formulas(), prover.logic(), policy),
                List.of(policy),
                request -> policy.effectOn(request) == Effect.ALLOW,
                Optional.empty());
    }

    /**
     * Asks for a request of somebody of another account that the policy of a resource allows: what the policies of that
     * account say is not known, and counts as everything.
     */
    public static Question allowedToOthers(Prover prover, Policy resource, String resourceAccount, BoolExpr further) {
        Authorization policies = new Authorization(
                List.of(EVERYTHING), Optional.empty(), Optional.empty(), Optional.of(resource), false);
        return new Question(
                further,
                allowedBy(prover.formulas(), prover.logic(), resource),
                List.of(resource),
                request -> policies.decide(request, resourceAccount) == Authorization.Decision.ALLOWED,
                Optional.empty());
    }

    private static BoolExpr allowedBy(PolicyFormulas formulas, Logic logic, Policy policy) {
        return logic.and(formulas.grants(policy), logic.not(formulas.denies(policy)));
    }

    /** Asks for such a request for which something else holds, too. */
    public Question where(Prover prover, BoolExpr condition) {
        return new Question(prover.logic().and(further, condition), allowed, policies, evaluation, role);
    }

    /**
     * The same request also has to be allowed about something else by a policy of a resource: where its resource begins
     * like one text, the other begins like another.
     */
    public Question alsoOn(Prover prover, String from, String to, Policy resource, String resourceAccount) {
        Question other = allowedToOthers(prover, resource, resourceAccount, further);
        UnaryOperator<Request> about = request ->
                request.with(request.action(), to + request.resource().substring(from.length()));
        return new Question(
                prover.logic().and(further, prover.request().isBelow(from)),
                prover.logic()
                        .and(
                                prover.formulas().isOn(from),
                                allowed,
                                allowedBy(prover.formulas().on(from, to), prover.logic(), resource)),
                Stream.concat(policies.stream(), other.policies.stream()).toList(),
                request -> request.resource().startsWith(from)
                        && evaluation.test(request)
                        && other.evaluation.test(about.apply(request)),
                role);
    }
}
