package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;

/** Texts of policies, with IAM's wildcards and variables, as formulas. What is empty is not modelled. */
record PatternFormulas(Logic logic, SymbolicRequest request) {
    /** How many parts an ARN has; the last may contain colons itself. */
    private static final int ARN_PARTS = 6;
    /** More wildcards in one pattern take the solver minutes. */
    private static final int MOST_WILDCARDS = 12;

    /**
     * Whose values AWS chooses: that of another key may be a wildcard, whose meaning in a variable is not documented.
     */
    private static final Pattern CHOSEN_BY_AWS =
            Pattern.compile("aws:(username|userid|principalaccount|principalarn|principalorgid|sourceaccount)");

    /** It is that text, in which wildcards are characters. */
    Optional<BoolExpr> equals(Expr<SeqSort<CharSort>> value, PolicyText text) {
        return resolved(text, Optional.empty())
                .map(known -> logic.and(known.present(), logic.equal(value, known.text())));
    }

    /** The same without regard to case. */
    Optional<BoolExpr> equalsIgnoringCase(Expr<SeqSort<CharSort>> value, PolicyText text) {
        if (hasVariable(text) || !text.text().chars().allMatch(each -> each < 128)) {
            return Optional.empty();
        }
        return Optional.of(logic.matches(value, ignoringCase(plain(text))));
    }

    ReExpr<SeqSort<CharSort>> ignoringCase(String text) {
        return logic.sequence(text.chars()
                .mapToObj(each -> String.valueOf((char) each))
                .map(each -> each.equalsIgnoreCase("k")
                        // The sign for Kelvin has this letter as its lower case.
                        ? logic.characters("k", "K", "\u212A")
                        : each.matches("[A-Za-z]")
                                ? logic.characters(each.toLowerCase(Locale.ROOT), each.toUpperCase(Locale.ROOT))
                                : logic.literal(each))
                .toList());
    }

    /** Wildcards stand for any characters. */
    Optional<BoolExpr> isLike(Expr<SeqSort<CharSort>> value, PolicyText text) {
        if (hasVariable(text)) {
            return withVariables(value, text);
        }
        List<Piece> pieces = text.pieces();
        return isPrefix(pieces)
                ? Optional.of(prefix(value, pieces))
                : regex(pieces, logic.anyCharacter()).map(regex -> logic.matches(value, regex));
    }

    /** Wildcards that stand for what is within one part of an ARN, and beyond it where a star ends the part. */
    Optional<BoolExpr> isLikeInSegments(Expr<SeqSort<CharSort>> value, PolicyText text) {
        List<Piece> pieces = text.pieces();
        if (hasVariable(text) || isPrefix(pieces)) {
            return isLike(value, text);
        }
        if (!(pieces.size() == 1 && pieces.getFirst() instanceof Piece.Written(String written))) {
            return Optional.empty();
        }
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (String part : written.split("(?=:)", -1)) {
            boolean beyond = part.endsWith("*");
            regex(
                            List.of(new Piece.Written(beyond ? part.substring(0, part.length() - 1) : part)),
                            logic.anyCharacterBut(":"))
                    .ifPresent(parts::add);
            if (beyond) {
                parts.add(logic.anyNumberOf(logic.anyCharacter()));
            }
        }
        return wildcards(pieces) > MOST_WILDCARDS
                ? Optional.empty()
                : Optional.of(logic.matches(value, logic.sequence(parts)));
    }

    /** Each of the six parts by itself; a star alone stands for any ARN. */
    Optional<BoolExpr> isLikeArn(Expr<SeqSort<CharSort>> value, PolicyText text) {
        if (hasVariable(text) || text.pieces().size() != 1) {
            return Optional.empty();
        }
        if (text.text().equals("*")) {
            return Optional.of(logic.bool(true));
        }
        String[] components = text.text().split(":", ARN_PARTS);
        if (components.length == ARN_PARTS && wildcards(text.pieces()) == 0) {
            return Optional.of(logic.equal(value, text.text()));
        }
        if (components.length < ARN_PARTS || wildcards(text.pieces()) > MOST_WILDCARDS) {
            return Optional.empty();
        }
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (int part = 0; part < components.length; part++) {
            parts.add(logic.literal(part == 0 ? "" : ":"));
            regex(
                            List.of(new Piece.Written(components[part])),
                            part == ARN_PARTS - 1 ? logic.anyCharacter() : logic.anyCharacterBut(":"))
                    .ifPresent(parts::add);
        }
        return Optional.of(logic.matches(value, logic.sequence(parts)));
    }

    private static boolean hasVariable(PolicyText text) {
        return text.pieces().stream().anyMatch(Piece.Variable.class::isInstance);
    }

    /** As it is, of a text without variables. */
    private static String plain(PolicyText text) {
        return text.pieces().stream()
                .map(piece -> switch (piece) {
                    case Piece.Written(String written) -> written;
                    case Piece.Plain(String plain) -> plain;
                    case Piece.Variable ignored -> "";
                })
                .collect(Collectors.joining());
    }

    private static long wildcards(List<Piece> pieces) {
        return written(pieces)
                .chars()
                .filter(each -> each == '*' || each == '?')
                .count();
    }

    private static String written(List<Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Written(String written) ? written : "x")
                .collect(Collectors.joining());
    }

    /** Whether there is no wildcard, except perhaps one star as the last character. */
    private static boolean isPrefix(List<Piece> pieces) {
        String shape = written(pieces);
        return !shape.contains("?") && (shape.indexOf('*') < 0 || shape.indexOf('*') == shape.length() - 1);
    }

    private BoolExpr prefix(Expr<SeqSort<CharSort>> value, List<Piece> pieces) {
        String text = pieces.stream()
                .map(piece -> piece instanceof Piece.Written(String written)
                        ? written
                        : piece instanceof Piece.Plain(String plain) ? plain : "")
                .collect(Collectors.joining());
        return written(pieces).endsWith("*")
                ? logic.startsWith(value, logic.text(text.substring(0, text.length() - 1)))
                : logic.equal(value, text);
    }

    /** A text with the formula of the keys that it needs. */
    private record Resolved(BoolExpr present, Expr<SeqSort<CharSort>> text) {}

    private Optional<BoolExpr> withVariables(Expr<SeqSort<CharSort>> value, PolicyText text) {
        if (!isPrefix(text.pieces())) {
            return Optional.empty();
        }
        boolean open = written(text.pieces()).endsWith("*");
        return resolved(text, open ? Optional.of("*") : Optional.empty())
                .map(known -> logic.and(
                        known.present(),
                        open ? logic.startsWith(value, known.text()) : logic.equal(value, known.text())));
    }

    private Optional<Resolved> resolved(PolicyText text, Optional<String> withoutEnd) {
        List<Expr<SeqSort<CharSort>>> parts = new ArrayList<>();
        List<BoolExpr> present = new ArrayList<>();
        for (Piece piece : text.pieces()) {
            switch (piece) {
                case Piece.Written(String written) -> parts.add(logic.text(written));
                case Piece.Plain(String plain) -> parts.add(logic.text(plain));
                case Piece.Variable(String key, Optional<String> otherwise) -> {
                    if (otherwise.isPresent()
                            || !CHOSEN_BY_AWS
                                    .matcher(key.toLowerCase(Locale.ROOT))
                                    .matches()) {
                        return Optional.empty();
                    }
                    SymbolicRequest.ContextKey known = request.key(key);
                    present.add(known.present());
                    parts.add(known.value());
                }
            }
        }
        if (withoutEnd.isPresent() && text.pieces().getLast() instanceof Piece.Written(String last)) {
            parts.set(parts.size() - 1, logic.text(last.substring(0, last.length() - 1)));
        }
        return Optional.of(new Resolved(logic.and(present.toArray(BoolExpr[]::new)), logic.concat(parts)));
    }

    private Optional<ReExpr<SeqSort<CharSort>>> regex(List<Piece> pieces, ReExpr<SeqSort<CharSort>> character) {
        if (wildcards(pieces) > MOST_WILDCARDS) {
            return Optional.empty();
        }
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Plain(String plain)) {
                parts.add(logic.literal(plain));
            } else if (piece instanceof Piece.Written(String written)) {
                for (String part : written.split("(?=[*?])|(?<=[*?])", -1)) {
                    parts.add(
                            switch (part) {
                                case "*" -> logic.anyNumberOf(character);
                                case "?" -> character;
                                default -> logic.literal(part);
                            });
                }
            }
        }
        return Optional.of(logic.sequence(parts));
    }
}
