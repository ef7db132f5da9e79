package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.question.QuestionSolver;
import org.allowput.ops.proof.question.Solution;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Request;

/** Shows what refutes a claim: a request, and the values with which it is allowed. */
record Counterexample(Deployments deployments, SymbolicRequest request) {
    /**
     * What is printed.
     *
     * @param reason what was found
     * @param holds whether it was found again by the evaluation of that one request
     * @param lines the request and the values
     */
    record Shown(String reason, boolean holds, List<String> lines) {}

    /** The example, evaluated once more without the solver. */
    Shown show(Claim claim, QuestionSolver.Example found) {
        if (!claim.ofRequests()) {
            return new Shown("the template says otherwise", true, deployments.shown(List.of(), found.solution()));
        }
        Solution solution =
                deployments.likely(found.formula(), found.solution()).orElse(found.solution());
        List<String> lines = new ArrayList<>();
        try {
            DeployedPolicies deployed = deployments.policies(solution);
            Request concrete = deployed.completed(request.of(solution));
            lines.addAll(Deployments.describe(concrete));
            boolean allowed = !deployed.allowing(concrete).isEmpty();
            return new Shown(
                    allowed
                            ? "this request is allowed"
                            : "the solver finds this request allowed, the evaluator does not",
                    allowed,
                    deployments.shown(lines, solution));
        } catch (IllegalArgumentException e) {
            return new Shown(
                    "the solver finds this request allowed, and the evaluator does not understand it: "
                            + e.getMessage(),
                    false,
                    deployments.shown(lines, solution));
        }
    }
}
