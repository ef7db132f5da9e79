package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.allowput.ops.proof.solver.TextSet.Part;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;

/** The sets of texts that IAM's operators and wildcards mean. What is empty is not modelled: it has a variable. */
final class PatternTexts {
    private static final Part ONE = new Part("", true, false);
    private static final Part ONE_IN_SEGMENT = new Part(":", true, false);
    private static final Part ANY_IN_SEGMENT = new Part(":", true, true);
    /** Colons in an ARN before its last part, which may have others. */
    private static final int ARN_COLONS = 5;

    private PatternTexts() {}

    /** That text, in which wildcards are characters. */
    static Optional<TextSet> equal(PolicyText text) {
        return parts(text, false).map(PatternTexts::only);
    }

    /** The same without regard to case. */
    static Optional<TextSet> equalIgnoringCase(PolicyText text) {
        return text.text().chars().allMatch(each -> each < 128)
                ? parts(text, false)
                        .map(parts ->
                                only(parts.stream().map(PatternTexts::inAnyCase).toList()))
                : Optional.empty();
    }

    private static Part inAnyCase(Part part) {
        String lower = part.characters().toLowerCase(Locale.ROOT);
        String upper = part.characters().toUpperCase(Locale.ROOT);
        // The sign for Kelvin has the letter k as its lower case.
        String kelvin = lower.equals("k") ? "\u212A" : "";
        return lower.equals(upper) ? part : new Part(lower + upper + kelvin, false, false);
    }

    /** Wildcards stand for any characters. */
    static Optional<TextSet> like(PolicyText text) {
        return parts(text, true).map(PatternTexts::only);
    }

    /** Wildcards that stand for what is within one part of an ARN, and beyond it where a star ends the part. */
    static Optional<TextSet> likeInSegments(PolicyText text) {
        return parts(text, true).map(parts -> {
            List<Part> bounded = new ArrayList<>();
            for (int at = 0; at < parts.size(); at++) {
                boolean endsSegment =
                        at == parts.size() - 1 || parts.get(at + 1).is(':');
                bounded.add(parts.get(at).repeated() && endsSegment ? TextSet.ANY : inSegment(parts.get(at)));
            }
            return only(bounded);
        });
    }

    private static Part inSegment(Part part) {
        return part.equals(ONE) ? ONE_IN_SEGMENT : part.equals(TextSet.ANY) ? ANY_IN_SEGMENT : part;
    }

    /** Each of the six parts by itself; a star alone stands for any ARN. */
    static Optional<TextSet> likeArn(PolicyText text) {
        return parts(text, true).flatMap(parts -> {
            if (parts.equals(List.of(TextSet.ANY))) {
                return Optional.of(TextSet.ALL);
            }
            List<Part> bounded = new ArrayList<>();
            int colons = 0;
            for (Part part : parts) {
                colons += part.is(':') ? 1 : 0;
                bounded.add(colons < ARN_COLONS ? inSegment(part) : part);
            }
            return colons < ARN_COLONS ? Optional.empty() : Optional.of(only(bounded));
        });
    }

    /** The ARNs that are like a pattern without variables. */
    static TextSet arns(String... patterns) {
        return TextSet.union(List.of(patterns).stream()
                .map(pattern -> likeArn(new PolicyText(pattern, false)).orElseThrow())
                .toList());
    }

    /** The ARNs of principals in the accounts of a set of numbers. */
    static TextSet arnsOfAccounts(TextSet accounts) {
        return new TextSet(accounts.alternatives().stream()
                .filter(parts -> parts.stream().noneMatch(part -> part.is(':')))
                .map(parts -> TextSet.joined(List.of(
                        TextSet.parts("arn:"),
                        List.of(ANY_IN_SEGMENT),
                        TextSet.parts(":"),
                        List.of(ANY_IN_SEGMENT),
                        TextSet.parts("::"),
                        parts.stream().map(PatternTexts::inSegment).toList(),
                        TextSet.parts(":"),
                        List.of(TextSet.ANY))))
                .toList());
    }

    private static TextSet only(List<Part> parts) {
        return new TextSet(List.of(parts));
    }

    private static Optional<List<Part>> parts(PolicyText text, boolean wildcards) {
        List<Part> parts = new ArrayList<>();
        for (Piece piece : text.pieces()) {
            switch (piece) {
                case Piece.Variable ignored -> {
                    return Optional.empty();
                }
                case Piece.Plain(String plain) -> parts.addAll(TextSet.parts(plain));
                case Piece.Written(String written) ->
                    TextSet.parts(written)
                            .forEach(each -> parts.add(
                                    wildcards && each.is('*') ? TextSet.ANY : wildcards && each.is('?') ? ONE : each));
            }
        }
        return Optional.of(parts);
    }
}
