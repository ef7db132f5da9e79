package org.allowput.ops.proof.differential;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.allowput.ops.proof.policy.PolicyStatement;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.policy.Request;

/**
 * Asks the prover whether a policy allows single requests.
 *
 * @param template that has the policy
 * @param parameters the values of all its parameters
 * @param attributes what AWS chooses, by the names that the prover has for it
 * @param keys all condition keys of its policies: a request has those of its context, and not the others
 */
record Comparison(Template template, Map<String, String> parameters, Map<String, String> attributes, Set<String> keys) {
    /**
     * Those of the requests that the prover finds allowed, by their positions.
     *
     * @param policy chooses the policy among those of the template
     */
    List<Boolean> allowed(List<Request> requests, Function<Roles, List<PolicyStatement>> policy) {
        List<Decision> decisions = Prover.decide(
                template,
                parameters,
                (read, intrinsics, policies) -> {
                    Logic logic = policies.request().logic();
                    BoolExpr allows = policies.isAllowedBy(policy.apply(new Roles(read, intrinsics)));
                    List<Claim> claims = new ArrayList<>();
                    for (Request request : requests) {
                        // As one that must be possible: nothing is shown of it, which would take most of the time.
                        claims.add(new Claim(
                                "request " + claims.size() + " is allowed",
                                logic.bool(false),
                                List.of(logic.and(
                                        deployed(logic), policies.request().is(request), allows))));
                    }
                    return claims;
                },
                claim -> true,
                Questions.IGNORED,
                false);
        return decisions.stream().map(Decision.Proven.class::isInstance).toList();
    }

    private BoolExpr deployed(Logic logic) {
        return logic.allOf(
                List.copyOf(attributes.entrySet()),
                attribute ->
                        logic.equal(logic.unknown("attribute " + attribute.getKey()), Text.of(attribute.getValue())));
    }
}
