package org.allowput.ops.proof.question;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.enumerations.Z3_decl_kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What holds for every request and every deployment. The solver gets the facts about the unknowns of a formula, and
 * about the unknowns of these facts, and so on: the others have no influence, and would take time.
 */
public final class Facts {
    /** How the names of unknowns begin that are parameters. */
    public static final String PARAMETER = "parameter ";

    private final Context z3;
    private final List<BoolExpr> all;
    private final BoolExpr simple;

    /**
     * The facts of one template.
     *
     * @param simple what need not hold, and makes examples easy to find
     */
    public Facts(Context z3, List<BoolExpr> all, BoolExpr simple) {
        this.z3 = z3;
        this.all = List.copyOf(all);
        this.simple = simple;
    }

    BoolExpr simple() {
        return simple;
    }

    BoolExpr[] about(BoolExpr formula) {
        Set<Expr<?>> unknowns = unknowns(formula);
        List<BoolExpr> relevant = new ArrayList<>();
        List<BoolExpr> rest = new ArrayList<>(all);
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
        return relevant.toArray(BoolExpr[]::new);
    }

    /** For each parameter whose pattern is one of the facts, that it has a value which the pattern accepts. */
    List<BoolExpr> likelyValues(BoolExpr... of) {
        List<BoolExpr> values = new ArrayList<>();
        for (BoolExpr fact : of) {
            if (fact.getFuncDecl().getDeclKind() == Z3_decl_kind.Z3_OP_SEQ_IN_RE
                    && fact.getArgs()[0].toString().startsWith("|" + PARAMETER)) {
                example(fact.getArgs()[1])
                        .ifPresent(example -> values.add(z3.mkEq(fact.getArgs()[0], z3.mkString(example))));
            }
        }
        return values;
    }

    /** A text that a regular expression accepts, as Z3 escapes it; of alternatives, it is of the last. */
    private static Optional<String> example(Expr<?> regex) {
        List<Optional<String>> of = Stream.of(regex.getArgs())
                .filter(ReExpr.class::isInstance)
                .map(Facts::example)
                .toList();
        return switch (regex.getFuncDecl().getDeclKind()) {
            case Z3_OP_SEQ_TO_RE, Z3_OP_RE_RANGE -> Optional.of(regex.getArgs()[0].getString());
            case Z3_OP_RE_FULL_CHAR_SET -> Optional.of("a");
            case Z3_OP_RE_STAR -> Optional.of("");
            case Z3_OP_RE_PLUS -> of.getFirst();
            case Z3_OP_RE_LOOP ->
                of.getFirst()
                        .map(one -> one.repeat(
                                regex.getFuncDecl().getParameters()[0].getInt()));
            case Z3_OP_RE_UNION -> of.getLast();
            case Z3_OP_RE_CONCAT ->
                of.stream().allMatch(Optional::isPresent)
                        ? Optional.of(of.stream().flatMap(Optional::stream).collect(Collectors.joining()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Set<Expr<?>> unknowns(Expr<?> formula) {
        Set<Expr<?>> unknowns = new HashSet<>();
        Set<Expr<?>> seen = new HashSet<>();
        List<Expr<?>> open = new ArrayList<>(List.of(formula));
        while (!open.isEmpty()) {
            Expr<?> next = open.removeLast();
            if (seen.add(next)) {
                if (next.isConst() && !next.isString() && !next.isTrue() && !next.isFalse()) {
                    unknowns.add(next);
                }
                if (next.isApp()) {
                    open.addAll(List.of(next.getArgs()));
                }
            }
        }
        return unknowns;
    }
}
