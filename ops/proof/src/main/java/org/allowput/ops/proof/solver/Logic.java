package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.allowput.ops.proof.question.Facts;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.Text.Piece;
import org.allowput.ops.proof.template.UnsupportedPolicyException;

/** The solver's formulas about strings, by short names. */
public final class Logic {
    /** How the names of unknowns begin that AWS chooses. */
    static final String ATTRIBUTE = "attribute ";

    /** Of SMT-LIB: https://smt-lib.org/theories-UnicodeStrings.shtml */
    private static final int LAST_CHARACTER = 0x2FFFF;

    private final Context z3;
    private int guesses;

    public Logic(Context z3) {
        this.z3 = z3;
    }

    public Context z3() {
        return z3;
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
        return z3.mkNot(formula);
    }

    public BoolExpr implies(BoolExpr when, BoolExpr then) {
        return when.isTrue() ? then : z3.mkImplies(when, then);
    }

    public BoolExpr same(BoolExpr one, BoolExpr other) {
        return z3.mkEq(one, other);
    }

    public BoolExpr bool(boolean value) {
        return z3.mkBool(value);
    }

    public BoolExpr unknownBool(String name) {
        return z3.mkBoolConst(name);
    }

    /**
     * What is not understood: it may hold and it may not, so that an Allow that depends on it is taken to allow, and a
     * Deny to deny nothing.
     */
    BoolExpr maybe() {
        return z3.mkBoolConst("maybe " + guesses++);
    }

    /** Characters as Z3 reads them: it has escapes of its own, which a text of a template must not become. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (each > LAST_CHARACTER) {
                throw new UnsupportedPolicyException(
                        "a text", "the character U+" + Integer.toHexString(each), "one up to U+2FFFF");
            }
            escaped.append(
                    each < ' ' || each > '~' || each == '\\'
                            ? "\\u{" + Integer.toHexString(each) + "}"
                            : Character.toString(each));
        });
        return escaped.toString();
    }

    public <T> BoolExpr anyOf(List<T> alternatives, Function<T, BoolExpr> formula) {
        return or(alternatives.stream().map(formula).toArray(BoolExpr[]::new));
    }

    public <T> BoolExpr allOf(List<T> parts, Function<T, BoolExpr> formula) {
        return and(parts.stream().map(formula).toArray(BoolExpr[]::new));
    }

    public BoolExpr equal(Expr<SeqSort<CharSort>> one, Expr<SeqSort<CharSort>> other) {
        return z3.mkEq(one, other);
    }

    public BoolExpr equal(Expr<SeqSort<CharSort>> one, Text other) {
        return z3.mkEq(one, text(other));
    }

    BoolExpr isEmpty(Expr<SeqSort<CharSort>> value) {
        return equal(value, Text.EMPTY);
    }

    public BoolExpr isEmpty(Text text) {
        return equal(text(text), Text.EMPTY);
    }

    public BoolExpr startsWith(Expr<SeqSort<CharSort>> value, Text prefix) {
        return z3.mkPrefixOf(text(prefix), value);
    }

    public BoolExpr matches(Expr<SeqSort<CharSort>> value, ReExpr<SeqSort<CharSort>> regex) {
        return z3.mkInRe(value, regex);
    }

    public Expr<SeqSort<CharSort>> unknown(String name) {
        return z3.mkConst(name, z3.getStringSort());
    }

    /** Text; each parameter is an unknown, which is the same wherever the parameter is used. */
    public Expr<SeqSort<CharSort>> text(Text text) {
        List<Expr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (Piece piece : text.pieces()) {
            parts.add(
                    switch (piece) {
                        case Piece.Literal(String characters) -> z3.mkString(escaped(characters));
                        case Piece.Parameter(String name) -> unknown(Facts.PARAMETER + name);
                        case Piece.Attribute(String path) -> unknown(ATTRIBUTE + path);
                    });
        }
        return switch (parts.size()) {
            case 0 -> z3.mkString("");
            case 1 -> parts.getFirst();
            default -> concat(parts);
        };
    }

    @SuppressWarnings("unchecked")
    private Expr<SeqSort<CharSort>> concat(List<Expr<SeqSort<CharSort>>> parts) {
        return z3.mkConcat(parts.toArray(Expr[]::new));
    }
}
