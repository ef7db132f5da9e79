package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.allowput.policy.PolicyException;

/** The solver's formulas about strings, by short names. */
public final class Logic {
    /** Of SMT-LIB: https://smt-lib.org/theories-UnicodeStrings.shtml */
    private static final int LAST_CHARACTER = 0x2FFFF;

    private final Context z3;

    Logic(Context z3) {
        this.z3 = z3;
    }

    /** Never of fewer than two parts, which other solvers do not read. */
    public BoolExpr and(BoolExpr... parts) {
        BoolExpr[] open = without(bool(true), parts);
        return switch (open.length) {
            case 0 -> z3.mkTrue();
            case 1 -> open[0];
            default -> z3.mkAnd(open);
        };
    }

    /** At least one of them. */
    public BoolExpr or(BoolExpr... alternatives) {
        BoolExpr[] open = without(bool(false), alternatives);
        return switch (open.length) {
            case 0 -> z3.mkFalse();
            case 1 -> open[0];
            default -> z3.mkOr(open);
        };
    }

    private static BoolExpr[] without(BoolExpr decided, BoolExpr... all) {
        return Arrays.stream(all)
                .filter(each -> !each.equals(decided))
                .distinct()
                .toArray(BoolExpr[]::new);
    }

    public BoolExpr not(BoolExpr formula) {
        return formula.isTrue() ? bool(false) : formula.isFalse() ? bool(true) : z3.mkNot(formula);
    }

    public BoolExpr implies(BoolExpr when, BoolExpr then) {
        return or(not(when), then);
    }

    BoolExpr same(BoolExpr one, BoolExpr other) {
        return z3.mkEq(one, other);
    }

    public BoolExpr bool(boolean value) {
        return z3.mkBool(value);
    }

    BoolExpr unknownBool(String name) {
        return z3.mkBoolConst(name);
    }

    /** The formula of one of them holds. */
    public <T> BoolExpr anyOf(Collection<T> alternatives, Function<? super T, BoolExpr> formula) {
        return or(alternatives.stream().map(formula).toArray(BoolExpr[]::new));
    }

    <T> BoolExpr allOf(Collection<T> parts, Function<? super T, BoolExpr> formula) {
        return and(parts.stream().map(formula).toArray(BoolExpr[]::new));
    }

    BoolExpr equal(Expr<SeqSort<CharSort>> one, Expr<SeqSort<CharSort>> other) {
        return z3.mkEq(one, other);
    }

    BoolExpr equal(Expr<SeqSort<CharSort>> one, String other) {
        return z3.mkEq(one, text(other));
    }

    BoolExpr startsWith(Expr<SeqSort<CharSort>> value, Expr<SeqSort<CharSort>> prefix) {
        return z3.mkPrefixOf(prefix, value);
    }

    BoolExpr matches(Expr<SeqSort<CharSort>> value, ReExpr<SeqSort<CharSort>> regex) {
        return z3.mkInRe(value, regex);
    }

    Expr<SeqSort<CharSort>> unknown(String name) {
        return z3.mkConst(name, z3.getStringSort());
    }

    Expr<SeqSort<CharSort>> text(String characters) {
        return z3.mkString(escaped(characters));
    }

    /** Characters as Z3 reads them: it has escapes of its own, which a text of a policy must not become. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (each > LAST_CHARACTER) {
                throw new PolicyException("characters up to U+2FFFF", "U+" + Integer.toHexString(each));
            }
            escaped.append(
                    each < ' ' || each > '~' || each == '\\'
                            ? "\\u{" + Integer.toHexString(each) + "}"
                            : Character.toString(each));
        });
        return escaped.toString();
    }

    @SuppressWarnings("unchecked")
    Expr<SeqSort<CharSort>> concat(List<Expr<SeqSort<CharSort>>> parts) {
        return switch (parts.size()) {
            case 0 -> text("");
            case 1 -> parts.getFirst();
            default -> z3.mkConcat(parts.toArray(Expr[]::new));
        };
    }

    ReExpr<SeqSort<CharSort>> literal(String text) {
        return z3.mkToRe(text(text));
    }

    ReExpr<SeqSort<CharSort>> anyCharacter() {
        return z3.mkAllcharRe(z3.mkReSort(z3.getStringSort()));
    }

    ReExpr<SeqSort<CharSort>> anyCharacterBut(String excluded) {
        return z3.mkIntersect(anyCharacter(), z3.mkComplement(characters(excluded)));
    }

    /** One of these characters; two letters or digits stand for a range. */
    @SuppressWarnings("unchecked")
    ReExpr<SeqSort<CharSort>> characters(String... each) {
        ReExpr<SeqSort<CharSort>>[] all = Arrays.stream(each)
                .map(one -> one.matches("[a-z0-9]{2}|[A-Z]{2}")
                        ? z3.mkRange(text(one.substring(0, 1)), text(one.substring(1)))
                        : oneOf(one))
                .toArray(ReExpr[]::new);
        return all.length == 1 ? all[0] : z3.mkUnion(all);
    }

    @SuppressWarnings("unchecked")
    private ReExpr<SeqSort<CharSort>> oneOf(String characters) {
        ReExpr<SeqSort<CharSort>>[] all = characters
                .codePoints()
                .mapToObj(each -> literal(Character.toString(each)))
                .toArray(ReExpr[]::new);
        return all.length == 1 ? all[0] : z3.mkUnion(all);
    }

    ReExpr<SeqSort<CharSort>> anyNumberOf(ReExpr<SeqSort<CharSort>> repeated) {
        return z3.mkStar(repeated);
    }

    ReExpr<SeqSort<CharSort>> oneOrMore(ReExpr<SeqSort<CharSort>> repeated) {
        return z3.mkPlus(repeated);
    }

    ReExpr<SeqSort<CharSort>> times(ReExpr<SeqSort<CharSort>> repeated, int count) {
        return z3.mkLoop(repeated, count, count);
    }

    @SuppressWarnings("unchecked")
    ReExpr<SeqSort<CharSort>> sequence(List<ReExpr<SeqSort<CharSort>>> parts) {
        return switch (parts.size()) {
            case 0 -> literal("");
            case 1 -> parts.getFirst();
            default -> z3.mkConcat((ReExpr<SeqSort<CharSort>>[]) parts.toArray(ReExpr[]::new));
        };
    }
}
