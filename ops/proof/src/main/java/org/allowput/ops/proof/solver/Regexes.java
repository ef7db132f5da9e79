package org.allowput.ops.proof.solver;

import com.microsoft.z3.CharSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.util.List;

/** Regular expressions of the solver. */
record Regexes(Context z3) {
    ReExpr<SeqSort<CharSort>> literal(String text) {
        return z3.mkToRe(z3.mkString(Logic.escaped(text)));
    }

    ReExpr<SeqSort<CharSort>> anyCharacter() {
        return z3.mkAllcharRe(z3.mkReSort(z3.getStringSort()));
    }

    ReExpr<SeqSort<CharSort>> anyCharacterBut(ReExpr<SeqSort<CharSort>> excluded) {
        return z3.mkIntersect(anyCharacter(), z3.mkComplement(excluded));
    }

    ReExpr<SeqSort<CharSort>> range(char first, char last) {
        return z3.mkRange(
                z3.mkString(Logic.escaped(String.valueOf(first))), z3.mkString(Logic.escaped(String.valueOf(last))));
    }

    ReExpr<SeqSort<CharSort>> anyNumberOf(ReExpr<SeqSort<CharSort>> repeated) {
        return z3.mkStar(repeated);
    }

    ReExpr<SeqSort<CharSort>> oneOrMore(ReExpr<SeqSort<CharSort>> repeated) {
        return z3.mkPlus(repeated);
    }

    /** @param most how often at most; negative for no limit */
    ReExpr<SeqSort<CharSort>> repeated(ReExpr<SeqSort<CharSort>> repeated, int least, int most) {
        if (most >= 0) {
            return z3.mkLoop(repeated, least, most);
        }
        ReExpr<SeqSort<CharSort>> further = anyNumberOf(repeated);
        // Z3 has a loop without an upper limit, SMT-LIB has none.
        return least == 0 ? further : sequence(List.of(z3.mkLoop(repeated, least, least), further));
    }

    ReExpr<SeqSort<CharSort>> sequence(List<ReExpr<SeqSort<CharSort>>> parts) {
        return parts.isEmpty() ? literal("") : parts.size() == 1 ? parts.getFirst() : z3.mkConcat(array(parts));
    }

    ReExpr<SeqSort<CharSort>> oneOf(List<ReExpr<SeqSort<CharSort>>> alternatives) {
        return alternatives.size() == 1 ? alternatives.getFirst() : z3.mkUnion(array(alternatives));
    }

    @SuppressWarnings("unchecked")
    private static ReExpr<SeqSort<CharSort>>[] array(List<ReExpr<SeqSort<CharSort>>> regexes) {
        return regexes.toArray(ReExpr[]::new);
    }
}
