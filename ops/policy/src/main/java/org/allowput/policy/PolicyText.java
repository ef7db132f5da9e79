package org.allowput.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text of a policy that may have variables.
 *
 * @param text as it is written
 * @param pieces its parts in their order
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Variables and
 *     tags</a>
 */
public record PolicyText(String text, List<Piece> pieces) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:([*?$])|([^{}$,*?]+)(?:, '([^']*)')?)}|\\$\\{", Pattern.DOTALL);

    /** A part of a text. */
    public sealed interface Piece {
        /**
         * One that is always the same.
         *
         * @param like what it means where it is a pattern
         * @param equal what it means where wildcards are characters
         */
        record Fixed(Wildcard like, Wildcard equal) implements Piece {}

        /** The value of a condition key, or another text where the request does not have it. */
        record Variable(String key, Optional<String> otherwise) implements Piece {}
    }

    public PolicyText {
        pieces = List.copyOf(pieces);
    }

    /** A text; without variables, <code>${…}</code> is text, too, as in policies of the older version. */
    public static PolicyText of(String text, boolean variables) {
        List<Piece> pieces = new ArrayList<>();
        int end = 0;
        for (MatchResult match : variables ? VARIABLE.matcher(text).results().toList() : List.<MatchResult>of()) {
            addWritten(pieces, text.substring(end, match.start()));
            pieces.add(piece(match, text));
            end = match.end();
        }
        addWritten(pieces, text.substring(end));
        return new PolicyText(text, pieces);
    }

    /** The name of an action, or a pattern of such, in any case. */
    public static PolicyText ofAction(String text) {
        Wildcard like = Wildcard.of(text).ignoringCase();
        return new PolicyText(text, List.of(new Piece.Fixed(like, like)));
    }

    /** A text in which no character has a meaning, and a pattern after it. */
    public static PolicyText ofLiteral(String text, String end) {
        Wildcard like = Wildcard.joined(Wildcard.literal(text), Wildcard.of(end));
        return new PolicyText(text + end, List.of(new Piece.Fixed(like, like)));
    }

    private static void addWritten(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Fixed(Wildcard.of(text), Wildcard.literal(text)));
        }
    }

    private static Piece piece(MatchResult variable, String text) {
        if (variable.group(1) != null) {
            // Without a meaning of its own.
            Wildcard plain = Wildcard.literal(variable.group(1));
            return new Piece.Fixed(plain, plain);
        }
        if (variable.group(2) == null) {
            throw new PolicyException("policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
        }
        return new Piece.Variable(variable.group(2), Optional.ofNullable(variable.group(3)));
    }

    public boolean hasVariables() {
        return pieces.stream().anyMatch(Piece.Variable.class::isInstance);
    }

    /**
     * The pattern for a request; empty if a variable has no value: nothing is like it.
     *
     * @param wildcards whether they have a meaning
     */
    public Optional<Wildcard> pattern(RequestContext request, boolean wildcards) {
        List<Wildcard> patterns = new ArrayList<>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Fixed fixed -> patterns.add(wildcards ? fixed.like() : fixed.equal());
                case Piece.Variable variable -> {
                    Optional<String> value = value(variable, request);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    patterns.add(Wildcard.literal(value.get()));
                }
            }
        }
        return Optional.of(
                patterns.size() == 1 ? patterns.getFirst() : Wildcard.joined(patterns.toArray(Wildcard[]::new)));
    }

    private static Optional<String> value(Piece.Variable variable, RequestContext request) {
        List<String> values = request.values(variable.key());
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable needs a key
        // with a single value. What a wildcard in a value means is not documented.
        if (values.size() > 1 || values.stream().anyMatch(value -> value.matches("(?s).*[*?$].*"))) {
            throw new PolicyException("one value without wildcards for the variable " + variable.key(), values);
        }
        return values.stream().findFirst().or(variable::otherwise);
    }
}
