package org.allowput.ops.proof.question;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks Z3. What it finds, and how soon, depends on the numbers that it gives to the parts of formulas; and it gives
 * numbers of parts that the garbage collector has freed to others. So each question has a context of its own, and the
 * same template the same answers.
 *
 * @param facts what holds for every request and deployment
 * @param questions takes each question that decides something
 */
public record QuestionSolver(Context z3, Facts facts, Questions questions) {
    private static final String LOGIC = "ALL";

    /**
     * For an answer that may be missing, in Z3's units of effort, which do not depend on the speed of the computer: a
     * second or two.
     */
    private static final int SOON = 1_000_000;

    /**
     * A request and a deployment.
     *
     * @param formula that holds for them
     */
    public record Example(BoolExpr formula, Solution solution) {}

    /**
     * A request and a deployment for which the formula holds, if there are any. Each alternative of the formula is
     * decided by itself, which is much faster than all at once.
     *
     * @param question what it is about, for people
     * @throws IllegalStateException if the solver does not decide in time
     */
    public Optional<Example> example(BoolExpr formula, String question) {
        List<Supplier<String>> impossible = new ArrayList<>();
        for (BoolExpr alternative : alternatives(formula)) {
            // What is impossible without any fact is decided a thousand times faster without them.
            if (answer("rlimit", SOON / 50, Stream.empty(), alternative).status() == Status.UNSATISFIABLE) {
                impossible.add(() -> smtLib("unsat", alternative));
                continue;
            }
            BoolExpr[] relevant = facts.about(alternative);
            Optional<Solution> solution = answered(alternative, () -> relevant).orElse(true)
                    ? likely(alternative, relevant)
                            .or(() -> likely(z3.mkAnd(alternative, facts.simple()), relevant))
                            .or(() -> any(alternative, relevant, question))
                    : Optional.empty();
            if (solution.isPresent()) {
                questions.add(question, true, () -> smtLib("sat", alternative, relevant));
                return Optional.of(new Example(alternative, solution.get()));
            }
            impossible.add(() -> smtLib("unsat", alternative, relevant));
        }
        impossible.forEach(smtLib -> questions.add(question, false, smtLib));
        return Optional.empty();
    }

    /**
     * Whether there is such a request and deployment.
     *
     * @throws IllegalStateException if the solver does not decide in time
     */
    public boolean isPossible(BoolExpr formula, String question) {
        return alternatives(formula).stream()
                        .anyMatch(alternative -> answered(alternative, () -> facts.about(alternative))
                                .orElse(false))
                || example(formula, question).isPresent();
    }

    private Optional<Boolean> answered(BoolExpr formula, Supplier<BoolExpr[]> relevant) {
        return questions.answered(() -> smtLib("unknown", formula, relevant.get()));
    }

    /** Formulas of which one holds where the formula does: it is split at its widest choice. */
    private List<BoolExpr> alternatives(BoolExpr formula) {
        List<Expr<?>> parts = parts(formula).toList();
        Optional<Expr<?>> choice =
                parts.stream().filter(part -> part.isOr()).max(Comparator.comparingInt(Expr::getNumArgs));
        return choice.map(widest -> Stream.of(widest.getArgs())
                        .map(one -> z3.mkAnd(parts.stream()
                                .map(part -> (BoolExpr) (part.equals(widest) ? one : part))
                                .toArray(BoolExpr[]::new)))
                        .toList())
                .orElse(List.of(formula));
    }

    private static Stream<Expr<?>> parts(Expr<?> formula) {
        return formula.isAnd() ? Stream.of(formula.getArgs()).flatMap(QuestionSolver::parts) : Stream.of(formula);
    }

    /** With a value that its pattern accepts for each parameter, which is found sooner. */
    private Optional<Solution> likely(BoolExpr formula, BoolExpr[] relevant) {
        return soon(formula, relevant, facts.likelyValues(relevant));
    }

    private Optional<Solution> soon(BoolExpr formula, BoolExpr[] relevant, List<BoolExpr> values) {
        return answer("rlimit", SOON, Stream.concat(values.stream(), Stream.of(relevant)), formula)
                .solution();
    }

    private Optional<Solution> any(BoolExpr formula, BoolExpr[] relevant, String question) {
        Answer answer = answer("timeout", Math.toIntExact(questions.limit().toMillis()), Stream.of(relevant), formula);
        if (answer.status() == Status.UNKNOWN) {
            throw new IllegalStateException("The solver did not decide in "
                    + questions.limit().toSeconds() + " s: " + question + " (" + answer.unknown() + ")");
        }
        return answer.solution();
    }

    /** One for which the wish holds as well, if the solver finds it soon. */
    public Optional<Solution> exampleWith(BoolExpr wish, BoolExpr formula) {
        BoolExpr both = z3.mkAnd(formula, wish);
        BoolExpr[] relevant = facts.about(both);
        List<BoolExpr> values = facts.likelyValues(relevant);
        return soon(both, relevant, values)
                .or(() -> values.isEmpty() ? Optional.empty() : soon(both, relevant, List.of()));
    }

    /**
     * What the solver says.
     *
     * @param solution if there is one
     * @param unknown why it is not known whether there is one
     */
    private record Answer(Status status, Optional<Solution> solution, String unknown) {}

    private static Answer answer(String limited, int limit, Stream<BoolExpr> relevant, BoolExpr formula) {
        try (Context own = new Context()) {
            Solver solver = own.mkSolver();
            Params limits = own.mkParams();
            limits.add(limited, limit);
            solver.setParameters(limits);
            solver.add(in(own, Stream.concat(relevant, Stream.of(formula))));
            Status status = solver.check();
            return new Answer(
                    status,
                    status == Status.SATISFIABLE ? Optional.of(Solution.of(solver.getModel())) : Optional.empty(),
                    status == Status.UNKNOWN ? solver.getReasonUnknown() : "");
        }
    }

    private static String smtLib(String answer, BoolExpr formula, BoolExpr... relevant) {
        try (Context own = new Context()) {
            return own.benchmarkToSMTString(
                    "", LOGIC, answer, "", in(own, Stream.of(relevant)), (BoolExpr) formula.translate(own));
        }
    }

    private static BoolExpr[] in(Context own, Stream<BoolExpr> formulas) {
        return formulas.map(formula -> (BoolExpr) formula.translate(own)).toArray(BoolExpr[]::new);
    }
}
