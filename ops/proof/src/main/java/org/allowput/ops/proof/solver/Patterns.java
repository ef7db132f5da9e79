package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;

/** IAM's wildcards as formulas. */
record Patterns(Logic logic, Regexes regexes, SymbolicAccounts deployment) {
    /** How many parts an ARN has; the last may contain colons itself. */
    private static final int ARN_PARTS = 6;
    /** More wildcards in one pattern take the solver minutes. */
    private static final int MOST_WILDCARDS = 12;

    /** Wildcards stand for any characters: actions, and the operator StringLike. */
    BoolExpr matchesText(Expr<SeqSort<CharSort>> value, Text pattern, String where) {
        return isPrefix(pattern)
                ? plain(value, pattern, where)
                : logic.matches(value, regex(literal(pattern, where), regexes.anyCharacter()));
    }

    /**
     * Wildcards of the element {@code Resource}: within one part of the ARN, and beyond it where {@code *} ends the
     * part. AWS does not document whether another wildcard matches a colon of the last part: it does where that allows
     * more.
     *
     * @param broad whether to match more allows more, as with the {@code Resource} of an Allow
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM
     *     JSON policy elements: Resource</a>
     */
    BoolExpr matchesResource(Expr<SeqSort<CharSort>> value, Text pattern, boolean broad, String where) {
        if (broad || isPrefix(pattern)) {
            return matchesText(value, pattern, where);
        }
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (String part : literal(pattern, where).split("(?=:)", -1)) {
            boolean beyond = part.endsWith("*");
            parts.add(regex(beyond ? part.substring(0, part.length() - 1) : part, anyButColon()));
            if (beyond) {
                parts.add(regexes.anyNumberOf(regexes.anyCharacter()));
            }
        }
        return logic.matches(value, regexes.sequence(parts));
    }

    /**
     * Wildcards of the operators ArnLike and ArnEquals: each of the six parts by itself.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
     *     condition operators</a>
     */
    BoolExpr matchesArn(Expr<SeqSort<CharSort>> value, Text pattern, String where) {
        if (pattern.equals(Text.of("*"))) {
            return logic.bool(true);
        }
        boolean exact = shape(pattern).matches("[^*?]*");
        // A parameter may be a whole ARN.
        if (shape(pattern).split(":", ARN_PARTS).length < ARN_PARTS
                && !(exact && pattern.literal().isEmpty())) {
            throw new UnsupportedPolicyException(where, "the pattern " + pattern, "an ARN of six parts, or *");
        }
        if (exact || isPrefix(pattern)) {
            return plain(value, pattern, where);
        }
        String[] components = literal(pattern, where).split(":", ARN_PARTS);
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (int part = 0; part < components.length; part++) {
            parts.add(regexes.literal(part == 0 ? "" : ":"));
            parts.add(regex(components[part], part == ARN_PARTS - 1 ? regexes.anyCharacter() : anyButColon()));
        }
        return logic.matches(value, regexes.sequence(parts));
    }

    /** Whether the pattern has no wildcard, except perhaps one {@code *} as its last character. */
    private static boolean isPrefix(Text pattern) {
        String shape = shape(pattern);
        return !shape.contains("?") && (shape.indexOf('*') < 0 || shape.indexOf('*') == shape.length() - 1);
    }

    /** The pattern with a letter in place of each parameter. */
    private static String shape(Text pattern) {
        return pattern.pieces().stream()
                .map(piece -> piece instanceof Text.Piece.Literal(String characters) ? characters : "p")
                .collect(Collectors.joining());
    }

    private BoolExpr plain(Expr<SeqSort<CharSort>> value, Text pattern, String where) {
        deployment.refuseWildcardsIn(pattern, where);
        return pattern.between("", "*")
                .map(prefix -> logic.startsWith(value, prefix))
                .orElseGet(() -> logic.equal(value, pattern));
    }

    private static String literal(Text pattern, String where) {
        if (shape(pattern).chars().filter(each -> each == '*' || each == '?').count() > MOST_WILDCARDS) {
            throw new UnsupportedPolicyException(
                    where, "a pattern of more than " + MOST_WILDCARDS + " wildcards", "fewer wildcards");
        }
        return pattern.literal()
                .orElseThrow(() -> new UnsupportedPolicyException(
                        where,
                        "a wildcard within " + pattern,
                        "no wildcard but * at the end, beside a parameter; or --parameter NAME=VALUE"));
    }

    private ReExpr<SeqSort<CharSort>> anyButColon() {
        return regexes.anyCharacterBut(regexes.literal(":"));
    }

    private ReExpr<SeqSort<CharSort>> regex(String pattern, ReExpr<SeqSort<CharSort>> character) {
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (String part : pattern.split("(?=[*?])|(?<=[*?])", -1)) {
            parts.add(
                    switch (part) {
                        case "*" -> regexes.anyNumberOf(character);
                        case "?" -> character;
                        default -> regexes.literal(part);
                    });
        }
        return regexes.sequence(parts);
    }
}
