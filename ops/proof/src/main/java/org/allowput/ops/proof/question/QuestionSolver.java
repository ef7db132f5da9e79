package org.allowput.ops.proof.question;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks Z3.
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
    public record Example(BoolExpr formula, Model model) {}

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
            if (check(solver("rlimit", SOON), alternative) == Status.UNSATISFIABLE) {
                impossible.add(() -> smtLib("unsat", alternative));
                continue;
            }
            BoolExpr[] relevant = facts.about(alternative);
            Optional<Model> model = answered(alternative, () -> relevant).orElse(true)
                    ? likely(alternative, relevant)
                            .or(() -> likely(z3.mkAnd(alternative, facts.simple()), relevant))
                            .or(() -> any(alternative, relevant, question))
                    : Optional.empty();
            if (model.isPresent()) {
                questions.add(question, true, () -> smtLib("sat", alternative, relevant));
                return Optional.of(new Example(alternative, model.get()));
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
    private Optional<Model> likely(BoolExpr formula, BoolExpr[] relevant) {
        return soon(formula, relevant, facts.likelyValues(relevant));
    }

    private Optional<Model> soon(BoolExpr formula, BoolExpr[] relevant, List<BoolExpr> values) {
        Solver solver = solver("rlimit", SOON);
        solver.add(values.toArray(BoolExpr[]::new));
        return check(solver, formula, relevant) == Status.SATISFIABLE
                ? Optional.of(solver.getModel())
                : Optional.empty();
    }

    private Optional<Model> any(BoolExpr formula, BoolExpr[] relevant, String question) {
        Solver solver = solver("timeout", Math.toIntExact(questions.limit().toMillis()));
        return switch (check(solver, formula, relevant)) {
            case SATISFIABLE -> Optional.of(solver.getModel());
            case UNSATISFIABLE -> Optional.empty();
            case UNKNOWN ->
                throw new IllegalStateException("The solver did not decide in "
                        + questions.limit().toSeconds() + " s: " + question + " (" + solver.getReasonUnknown() + ")");
        };
    }

    private static Status check(Solver solver, BoolExpr formula, BoolExpr... relevant) {
        solver.add(relevant);
        solver.add(new BoolExpr[] {formula});
        return solver.check();
    }

    /**
     * Written anew in contexts of their own, as what Z3 writes once and what twice, and the names that it gives to
     * that, depend on the references that are held elsewhere: the first time puts it in order, the second numbers it.
     */
    private String smtLib(String answer, BoolExpr formula, BoolExpr... relevant) {
        String text = z3.benchmarkToSMTString("", LOGIC, answer, "", relevant, formula);
        return rewritten(answer, rewritten(answer, text));
    }

    private static String rewritten(String answer, String text) {
        try (Context other = new Context()) {
            BoolExpr[] parts = other.parseSMTLIB2String(text, null, null, null, null);
            if (parts.length == 0) {
                // Z3 does not write what is always true.
                return text;
            }
            int last = parts.length - 1;
            return other.benchmarkToSMTString("", LOGIC, answer, "", Arrays.copyOf(parts, last), parts[last]);
        }
    }

    /** One for which the wish holds as well, if the solver finds it soon. */
    public Optional<Model> exampleWith(BoolExpr wish, BoolExpr formula) {
        BoolExpr both = z3.mkAnd(formula, wish);
        BoolExpr[] relevant = facts.about(both);
        return likely(both, relevant).or(() -> soon(both, relevant, List.of()));
    }

    private Solver solver(String kind, int limit) {
        Solver solver = z3.mkSolver();
        Params limits = z3.mkParams();
        limits.add(kind, limit);
        solver.setParameters(limits);
        return solver;
    }
}
