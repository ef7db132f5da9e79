package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;

/**
 * Looks for requests with the SMT solver Z3. What Z3 finds depends on the numbers that it gives to the parts of
 * formulas, so that each question has a context of its own: the same question has the same answer.
 */
public final class Prover implements AutoCloseable {
    /**
     * For an answer that may be missing, in Z3's units of effort ({@code rlimit}), which do not depend on the speed of
     * the computer: some milliseconds.
     */
    private static final int SOON = 5_000;
    /** In these units. Questions take some milliseconds; one that takes so long, several minutes, is not decided. */
    private static final int LIMIT = 500_000_000;

    private final Context z3 = new Context();
    private final Logic logic = new Logic(z3);
    private final SymbolicRequest request;
    private final PolicyFormulas formulas;
    private final int limit;
    private final Optional<BiConsumer<String, Boolean>> questions;
    private final Map<BoolExpr, Optional<Solution>> answers = new HashMap<>();

    /** What was found. */
    public sealed interface Finding {
        /** No request. */
        record None() implements Finding {}

        /** One that the evaluation without the solver confirms. */
        record Confirmed(Request request) implements Finding {}

        /** One that it does not confirm, and why: a condition is only approximated, or one of the two is wrong. */
        record Unconfirmed(Request request, String reason) implements Finding {}
    }

    /** In the partition whose ARNs begin with that, such as {@code aws}. */
    public Prover(String partition) {
        this(partition, LIMIT, Optional.empty());
    }

    /**
     * One with another limit.
     *
     * @param limit for each question, in Z3's units of effort, of which it makes about a million in a second or two
     * @param questions takes each question in the language SMT-LIB 2.6, with its answer
     */
    Prover(String partition, int limit, Optional<BiConsumer<String, Boolean>> questions) {
        this.limit = limit;
        this.request = new SymbolicRequest(logic, partition);
        this.formulas = new PolicyFormulas(request, logic);
        this.questions = questions;
    }

    public Logic logic() {
        return logic;
    }

    public SymbolicRequest request() {
        return request;
    }

    public PolicyFormulas formulas() {
        return formulas;
    }

    /**
     * A request that a question asks for: one that policies name, or else one that the solver finds.
     *
     * @throws PolicyException if the solver does not decide in time
     */
    public Finding find(Question question) {
        Candidates candidates = new Candidates(question, request.partition(), arns(question.further()));
        Optional<Request> named = confirmed(candidates.all(), question);
        if (named.isPresent()) {
            return new Finding.Confirmed(named.get());
        }
        BoolExpr both = logic.and(question.further(), question.allowed());
        Finding finding = new Finding.None();
        BoolExpr decided = question.role().map(role -> asRole(both, role)).orElse((BoolExpr) both.simplify());
        for (BoolExpr alternative : alternatives(decided, 2)) {
            Optional<Solution> solution = answers.computeIfAbsent(alternative, this::solution);
            if (solution.isPresent()) {
                Request found = request.of(solution.get());
                Optional<Request> near = confirmed(candidates.near(found), question);
                if (near.isPresent()) {
                    return new Finding.Confirmed(near.get());
                }
                finding = new Finding.Unconfirmed(found, reason(found, question));
            }
        }
        return finding;
    }

    private Optional<Request> confirmed(List<Request> candidates, Question question) {
        return candidates.stream()
                .filter(each -> isAllowed(question, each)
                        && holdsFor(question.further(), each).orElse(false))
                .findFirst();
    }

    private static boolean isAllowed(Question question, Request request) {
        try {
            return question.evaluation().test(request);
        } catch (PolicyException e) {
            return false;
        }
    }

    private static String reason(Request found, Question question) {
        try {
            return question.evaluation().test(found)
                    ? "whether it is meant cannot be decided"
                    : "the evaluation of this request does not find it allowed";
        } catch (PolicyException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What is left of a formula for requests of a role's sessions: decided much faster, and equal for them. */
    private BoolExpr asRole(BoolExpr formula, String arn) {
        Map<Expr<?>, Expr<?>> values = request.valuesOfRole(arn);
        Expr<?> left = formula.substitute(
                        values.keySet().toArray(Expr[]::new), values.values().toArray(Expr[]::new))
                .simplify();
        return logic.and((BoolExpr) left, request.isCalledByRole(arn));
    }

    /** Whether the formula holds for one request; empty if it has what is only approximated. */
    Optional<Boolean> holdsFor(BoolExpr formula, Request concrete) {
        Map<Expr<?>, Expr<?>> values = request.valuesOf(concrete);
        Expr<?> decided = formula.substitute(
                        values.keySet().toArray(Expr[]::new), values.values().toArray(Expr[]::new))
                .simplify();
        return decided.isTrue() ? Optional.of(true) : decided.isFalse() ? Optional.of(false) : Optional.empty();
    }

    private Optional<Solution> solution(BoolExpr formula) {
        // What is impossible without any fact is decided a thousand times faster without them.
        if (answer(SOON, Stream.empty(), formula).status() == Status.UNSATISFIABLE) {
            record(formula, List.of(), false);
            return Optional.empty();
        }
        List<BoolExpr> relevant = factsAbout(formula);
        Answer answer = answer(limit, relevant.stream(), formula);
        if (answer.status() == Status.UNKNOWN) {
            throw new PolicyException("policies that the solver decides with " + limit + " units of effort", "others");
        }
        record(formula, relevant, answer.solution().isPresent());
        return answer.solution();
    }

    private void record(BoolExpr formula, List<BoolExpr> relevant, boolean found) {
        questions.ifPresent(taker -> {
            try (Context own = new Context()) {
                taker.accept(
                        own.benchmarkToSMTString(
                                "", "ALL", found ? "sat" : "unsat", "", in(own, relevant.stream()), (BoolExpr)
                                        formula.translate(own)),
                        found);
            }
        });
    }

    private record Answer(Status status, Optional<Solution> solution) {}

    private static Answer answer(int limit, Stream<BoolExpr> relevant, BoolExpr formula) {
        try (Context own = new Context()) {
            Solver solver = own.mkSolver();
            Params limits = own.mkParams();
            limits.add("rlimit", limit);
            solver.setParameters(limits);
            solver.add(in(own, Stream.concat(relevant, Stream.of(formula))));
            Status status = solver.check();
            return new Answer(
                    status,
                    status == Status.SATISFIABLE ? Optional.of(Solution.of(solver.getModel())) : Optional.empty());
        }
    }

    private static BoolExpr[] in(Context own, Stream<BoolExpr> formulas) {
        return formulas.map(formula -> (BoolExpr) formula.translate(own)).toArray(BoolExpr[]::new);
    }

    /**
     * Formulas of which one holds where the formula does: one for each text that an unknown must equal, and for each
     * alternative of the widest choices. They are decided much faster than all at once, most of them at sight.
     */
    private List<BoolExpr> alternatives(BoolExpr formula, int choices) {
        if (formula.isFalse()) {
            return List.of();
        }
        List<Expr<?>> parts = parts(formula).toList();
        for (Expr<?> part : parts) {
            List<Expr<?>> equalities = equalities(part);
            if (!equalities.isEmpty()) {
                Expr<?> unknown = unknownOf(equalities.getFirst());
                BoolExpr rest = logic.and(
                        parts.stream().filter(other -> !other.equals(part)).toArray(BoolExpr[]::new));
                if (unknowns(rest).contains(unknown)) {
                    return equalities.stream()
                            .flatMap(equality ->
                                    alternatives(
                                                    (BoolExpr) rest.substitute(unknown, textOf(equality))
                                                            .simplify(),
                                                    choices)
                                            .stream()
                                            .map(left -> logic.and((BoolExpr) equality, left)))
                            .toList();
                }
            }
        }
        Optional<Expr<?>> choice = parts.stream().filter(Expr::isOr).max(Comparator.comparingInt(Expr::getNumArgs));
        if (choice.isEmpty() || choices == 0) {
            return List.of(formula);
        }
        BoolExpr others = logic.and(
                parts.stream().filter(part -> !part.equals(choice.get())).toArray(BoolExpr[]::new));
        return Stream.of(choice.get().getArgs())
                .flatMap(one -> alternatives(logic.and((BoolExpr) one, others), choices - 1).stream())
                .toList();
    }

    /** The alternatives of a formula, if each says that the same unknown equals a text. */
    private static List<Expr<?>> equalities(Expr<?> formula) {
        List<Expr<?>> alternatives = formula.isOr() ? List.of(formula.getArgs()) : List.of(formula);
        return alternatives.stream().allMatch(Prover::isEquality)
                        && alternatives.stream()
                                        .map(Prover::unknownOf)
                                        .distinct()
                                        .count()
                                == 1
                ? alternatives
                : List.of();
    }

    private static boolean isEquality(Expr<?> formula) {
        return formula.isEq()
                && isUnknown(unknownOf(formula))
                && textOf(formula).isString();
    }

    private static Expr<?> unknownOf(Expr<?> equality) {
        return equality.getArgs()[equality.getArgs()[0].isString() ? 1 : 0];
    }

    private static Expr<?> textOf(Expr<?> equality) {
        return equality.getArgs()[equality.getArgs()[0].isString() ? 0 : 1];
    }

    private static Stream<Expr<?>> parts(Expr<?> formula) {
        return formula.isAnd() ? Stream.of(formula.getArgs()).flatMap(Prover::parts) : Stream.of(formula);
    }

    /** The facts about the unknowns of a formula, and about the unknowns of these facts, and so on. */
    private List<BoolExpr> factsAbout(BoolExpr formula) {
        Set<Expr<?>> unknowns = unknowns(formula);
        List<BoolExpr> relevant = new ArrayList<>();
        List<BoolExpr> rest = new ArrayList<>(request.facts());
        int before;
        do {
            before = relevant.size();
            for (BoolExpr fact : List.copyOf(rest)) {
                Set<Expr<?>> ofFact = unknowns(fact);
                if (ofFact.stream().anyMatch(unknowns::contains)) {
                    unknowns.addAll(ofFact);
                    relevant.add(fact);
                    rest.remove(fact);
                }
            }
        } while (relevant.size() > before);
        return relevant;
    }

    private static Set<Expr<?>> unknowns(Expr<?> formula) {
        return constants(formula).filter(Prover::isUnknown).collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isUnknown(Expr<?> constant) {
        return constant.isConst() && !constant.isString() && !constant.isTrue() && !constant.isFalse();
    }

    private static Set<String> arns(Expr<?> formula) {
        return constants(formula)
                .filter(Expr::isString)
                .map(Expr::getString)
                .filter(text -> text.startsWith("arn:") && text.split(":", -1).length > 5)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Expr<?>> constants(Expr<?> formula) {
        Set<Expr<?>> seen = new LinkedHashSet<>();
        List<Expr<?>> open = new ArrayList<>(List.of(formula));
        while (!open.isEmpty()) {
            Expr<?> next = open.removeLast();
            if (seen.add(next) && next.isApp()) {
                open.addAll(List.of(next.getArgs()));
            }
        }
        return seen.stream().filter(Expr::isConst);
    }

    @Override
    public void close() {
        z3.close();
    }
}
