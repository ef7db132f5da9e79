package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Parameters;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;

/** Decides claims with the SMT solver Z3. */
public final class Prover {
    /**
     * For one question, which takes seconds on an idle computer; a computer with much other work exceeded two minutes.
     * What takes longer is an error, never a proof.
     */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private Prover() {}

    /** States the claims about a template. */
    @FunctionalInterface
    public interface Claims {
        /**
         * The claims about one template.
         *
         * @param policies evaluates policies for any request
         */
        List<Claim> about(Template template, Intrinsics intrinsics, PolicyEvaluation policies);
    }

    /**
     * Decides the claims about a template.
     *
     * @param parameterValues of the parameters whose values are known; the others may have any
     * @param only which of the claims are decided, by their texts
     * @throws IllegalStateException if the solver does not decide a claim in time
     * @throws UnsupportedPolicyException if a policy uses what is not modelled
     */
    public static List<Decision> decide(
            Template template, Map<String, String> parameterValues, Claims claims, Predicate<String> only) {
        try (Context z3 = new Context()) {
            Logic logic = new Logic(z3);
            Regexes regexes = new Regexes(z3);
            Intrinsics intrinsics = new Intrinsics(template, parameterValues);
            Deployment deployment = new Deployment(template, intrinsics, logic, regexes);
            SymbolicRequest request = new SymbolicRequest(logic, regexes);
            Patterns patterns = new Patterns(logic, regexes, deployment);
            PolicyEvaluation policies = new PolicyEvaluation(request, patterns, deployment);
            List<Claim> stated = claims.about(template, intrinsics, policies);
            Facts facts = new Facts(Stream.concat(deployment.facts().stream(), request.facts().stream())
                    .toList());
            refuseImpossibleAllows(z3, facts, policies);
            List<Decision> verdicts = new ArrayList<>();
            for (Claim claim : stated) {
                if (only.test(claim.text())) {
                    verdicts.add(decide(z3, facts, request, intrinsics.parameters(), claim));
                }
            }
            return verdicts;
        }
    }

    /** A statement that can allow no request was not understood: its author meant to allow one. */
    private static void refuseImpossibleAllows(Context z3, Facts facts, PolicyEvaluation policies) {
        Collector problems = new Collector();
        for (PolicyEvaluation.Allow allow : policies.allows()) {
            if (example(z3, facts, allow.formula(), allow.where()).isEmpty()
                    && example(z3, facts, policies.holds(allow.guard()), allow.where())
                            .isPresent()) {
                problems.read(() -> {
                    throw new UnsupportedPolicyException(
                            allow.where(), "an Allow that no request meets", "elements that a request can meet");
                });
            }
        }
        problems.finish();
    }

    private static Decision decide(
            Context z3, Facts facts, SymbolicRequest request, Parameters parameters, Claim claim) {
        long start = System.nanoTime();
        for (BoolExpr violation : claim.violations()) {
            Optional<Model> example = example(z3, facts, violation, claim.text());
            if (example.isPresent()) {
                List<String> shown = new ArrayList<>(claim.ofRequests() ? request.describe(example.get()) : List.of());
                shown.addAll(Logic.parameters(example.get(), parameters));
                return new Decision.Refuted(
                        claim.text(),
                        since(start),
                        claim.ofRequests() ? "this request is allowed" : "the template says otherwise",
                        shown.stream().map(parameters::withoutSecrets).toList());
            }
        }
        for (BoolExpr intended : claim.intended()) {
            if (example(z3, facts, intended, claim.text()).isEmpty()) {
                return new Decision.Refuted(
                        claim.text(), since(start), "a request that should be allowed is not", List.of());
            }
        }
        return new Decision.Proven(claim.text(), since(start));
    }

    /** A request and a deployment for which the formula holds, if there are any. */
    private static Optional<Model> example(Context z3, Facts facts, BoolExpr formula, String question) {
        Solver solver = z3.mkSolver();
        Params limits = z3.mkParams();
        limits.add("timeout", Math.toIntExact(LIMIT.toMillis()));
        solver.setParameters(limits);
        solver.add(facts.about(formula));
        solver.add(new BoolExpr[] {formula});
        return switch (solver.check()) {
            case SATISFIABLE -> Optional.of(solver.getModel());
            case UNSATISFIABLE -> Optional.empty();
            case UNKNOWN ->
                throw new IllegalStateException("The solver did not decide in " + LIMIT.toSeconds() + " s: " + question
                        + " (" + solver.getReasonUnknown() + ")");
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
