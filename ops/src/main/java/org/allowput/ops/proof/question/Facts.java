package org.allowput.ops.proof.question;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds for every request and every deployment. The solver gets the facts about the unknowns of a formula, and
 * about the unknowns of these facts, and so on: the others have no influence, and would take time.
 */
public final class Facts {
    private final List<BoolExpr> all;

    public Facts(List<BoolExpr> all) {
        this.all = List.copyOf(all);
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
