package org.allowput.ops.proof.question;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks Z3.
 *
 * @param facts what holds for every request and deployment
 * @param questions takes each question that decides something
 */
public record QuestionSolver(Context z3, Facts facts, Questions questions) {
    private static final String LOGIC = "ALL";

    /** For an example that is like a request of somebody: without it, another one is shown. */
    private static final Duration WISH_LIMIT = Duration.ofSeconds(30);

    /**
     * A request and a deployment for which the formula holds, if there are any.
     *
     * @param question what it is about, for people
     * @throws IllegalStateException if the solver does not decide in time
     */
    public Optional<Model> example(BoolExpr formula, String question) {
        BoolExpr[] relevant = facts.about(formula);
        Solver solver = solver(questions.limit());
        solver.add(relevant);
        solver.add(new BoolExpr[] {formula});
        Status answer = solver.check();
        if (answer == Status.UNKNOWN) {
            throw new IllegalStateException("The solver did not decide in "
                    + questions.limit().toSeconds() + " s: " + question + " (" + solver.getReasonUnknown() + ")");
        }
        boolean found = answer == Status.SATISFIABLE;
        questions.add(question, found, () -> smtLib(found ? "sat" : "unsat", relevant, formula));
        return found ? Optional.of(solver.getModel()) : Optional.empty();
    }

    /**
     * In a context of its own, as what Z3 writes once and what twice depends on the references that are held elsewhere:
     * the same question gives the same text.
     */
    private String smtLib(String answer, BoolExpr[] relevant, BoolExpr formula) {
        String text = z3.benchmarkToSMTString("", LOGIC, answer, "", relevant, formula);
        try (Context other = new Context()) {
            BoolExpr[] parts = other.parseSMTLIB2String(text, null, null, null, null);
            int last = parts.length - 1;
            return other.benchmarkToSMTString("", LOGIC, answer, "", Arrays.copyOf(parts, last), parts[last]);
        }
    }

    /** One for which the wish holds as well, if the solver finds it soon. */
    public Optional<Model> exampleWith(BoolExpr wish, BoolExpr formula) {
        BoolExpr both = z3.mkAnd(formula, wish);
        Solver solver = solver(WISH_LIMIT);
        solver.add(facts.about(both));
        solver.add(new BoolExpr[] {both});
        return solver.check() == Status.SATISFIABLE ? Optional.of(solver.getModel()) : Optional.empty();
    }

    private Solver solver(Duration limit) {
        Solver solver = z3.mkSolver();
        Params limits = z3.mkParams();
        limits.add("timeout", Math.toIntExact(limit.toMillis()));
        solver.setParameters(limits);
        return solver;
    }
}
