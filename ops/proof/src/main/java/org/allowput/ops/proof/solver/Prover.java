package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Facts;
import org.allowput.ops.proof.question.QuestionSolver;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;

/** Decides claims with the SMT solver Z3. */
public final class Prover {
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
     * @param questions takes each question that the solver is asked, with its answer
     * @param withExamples whether a claim that is proven comes with requests on both of its sides
     * @throws IllegalStateException if the solver does not decide a claim in time
     * @throws UnsupportedPolicyException if a policy uses what is not modelled
     */
    public static List<Decision> decide(
            Template template,
            Map<String, String> parameterValues,
            Claims claims,
            Predicate<String> only,
            Questions questions,
            boolean withExamples) {
        try (Context z3 = new Context()) {
            Logic logic = new Logic(z3);
            Regexes regexes = new Regexes(z3);
            Intrinsics intrinsics = new Intrinsics(template, parameterValues);
            SymbolicAccounts deployment = new SymbolicAccounts(template, intrinsics, logic, regexes);
            SymbolicRequest request = new SymbolicRequest(logic, regexes);
            Patterns patterns = new Patterns(logic, regexes, deployment);
            PolicyEvaluation policies = new PolicyEvaluation(request, patterns, deployment);
            List<Claim> stated = claims.about(template, intrinsics, policies);
            Facts facts = new Facts(
                    z3,
                    Stream.concat(request.facts().stream(), deployment.facts().stream())
                            .toList(),
                    request.hasNoResource());
            QuestionSolver solver = new QuestionSolver(z3, facts, questions);
            refuseImpossibleAllows(solver, policies);
            Deployments deployments = new Deployments(template, intrinsics.parameters(), request, solver);
            Counterexample counterexample = new Counterexample(deployments, request);
            Neighbours neighbours = new Neighbours(deployments, request, solver);
            List<Claim> forbidding =
                    withExamples ? claims.about(template, intrinsics, policies.allowingAll()) : List.of();
            List<Decision> verdicts = new ArrayList<>();
            for (int at = 0; at < stated.size(); at++) {
                Claim claim = stated.get(at);
                if (only.test(claim.text())) {
                    Decision decision = decide(solver, counterexample, claim);
                    verdicts.add(
                            withExamples && decision instanceof Decision.Proven proven
                                    ? neighbours.added(
                                            proven,
                                            claim.intended(),
                                            forbidding.get(at).violation())
                                    : decision);
                }
            }
            return verdicts;
        }
    }

    /** A statement that can allow no request was not understood: its author meant to allow one. */
    private static void refuseImpossibleAllows(QuestionSolver solver, PolicyEvaluation policies) {
        Collector problems = new Collector();
        for (PolicyEvaluation.Allow allow : policies.allows()) {
            if (!solver.isPossible(allow.formula(), allow.where())
                    && solver.isPossible(policies.holds(allow.guard()), allow.where())) {
                problems.read(() -> {
                    throw new UnsupportedPolicyException(
                            allow.where(), "an Allow that no request meets", "elements that a request can meet");
                });
            }
        }
        problems.finish();
    }

    private static Decision decide(QuestionSolver solver, Counterexample counterexample, Claim claim) {
        long start = System.nanoTime();
        Optional<QuestionSolver.Example> found = solver.example(claim.violation(), claim.text());
        if (found.isPresent()) {
            Counterexample.Shown shown = counterexample.show(claim, found.get());
            return shown.holds()
                    ? new Decision.Refuted(claim.text(), since(start), shown.reason(), shown.lines())
                    : new Decision.Undecided(claim.text(), since(start), shown.reason(), shown.lines());
        }
        for (BoolExpr intended : claim.intended()) {
            if (!solver.isPossible(intended, claim.text())) {
                return new Decision.Refuted(
                        claim.text(), since(start), "a request that should be allowed is not", List.of());
            }
        }
        return new Decision.Proven(claim.text(), since(start), Optional.empty());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
