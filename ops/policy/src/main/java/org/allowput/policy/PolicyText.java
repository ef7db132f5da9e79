package org.allowput.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.allowput.policy.Wildcard.Token;

/**
 * A text of a policy that may have variables.
 *
 * @param text as it is written
 * @param variables whether the policy's version has variables; otherwise {@code ${…}} is text
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Variables and
 *     tags</a>
 */
public record PolicyText(String text, boolean variables) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:([*?$])|([^{}$,*?]+)(?:, '([^']*)')?)}|\\$\\{", Pattern.DOTALL);

    /** A part of a text. */
    public sealed interface Piece {
        /** As it is written, with wildcards. */
        record Written(String text) implements Piece {}

        /** Characters without a meaning of their own: what <code>${*}</code> stands for. */
        record Plain(String text) implements Piece {}

        /** The value of a condition key, or another text where the request does not have it. */
        record Variable(String key, Optional<String> otherwise) implements Piece {}
    }

    /** The parts of the text in their order. */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        int end = 0;
        for (MatchResult match : variables ? VARIABLE.matcher(text).results().toList() : List.<MatchResult>of()) {
            if (match.start() > end) {
                pieces.add(new Piece.Written(text.substring(end, match.start())));
            }
            pieces.add(piece(match));
            end = match.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece.Written(text.substring(end)));
        }
        return pieces;
    }

    private Piece piece(MatchResult variable) {
        if (variable.group(1) != null) {
            return new Piece.Plain(variable.group(1));
        }
        if (variable.group(2) == null) {
            throw new PolicyException("policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
        }
        return new Piece.Variable(variable.group(2), Optional.ofNullable(variable.group(3)));
    }

    /** The text for a request, wildcards as they are; empty if a variable has no value. */
    public Optional<String> resolve(Request request) {
        return tokens(request, false)
                .map(tokens -> tokens.stream()
                        .map(Token::character)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    /** The pattern for a request; empty if a variable has no value: nothing is like it. */
    Optional<Wildcard> pattern(Request request) {
        return tokens(request, true).map(Wildcard::new);
    }

    private Optional<List<Token>> tokens(Request request, boolean wildcards) {
        List<Token> tokens = new ArrayList<>();
        for (Piece piece : pieces()) {
            switch (piece) {
                case Piece.Written(String written) -> tokens.addAll(tokens(written, wildcards));
                case Piece.Plain(String plain) -> tokens.addAll(tokens(plain, false));
                case Piece.Variable variable -> {
                    Optional<String> value = value(variable, request);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    tokens.addAll(tokens(value.get(), false));
                }
            }
        }
        return Optional.of(tokens);
    }

    private static List<Token> tokens(String text, boolean wildcards) {
        return wildcards
                ? Wildcard.of(text).tokens()
                : text.codePoints()
                        .mapToObj(character -> new Token(character, false))
                        .toList();
    }

    private static Optional<String> value(Piece.Variable variable, Request request) {
        List<String> values = request.values(variable.key());
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable needs a key
        // with a single value. What a wildcard in a value means is not documented.
        if (values.size() > 1 || values.stream().anyMatch(value -> value.matches("(?s).*[*?$].*"))) {
            throw new PolicyException("one value without wildcards for the variable " + variable.key(), values);
        }
        return values.stream().findFirst().or(variable::otherwise);
    }
}
