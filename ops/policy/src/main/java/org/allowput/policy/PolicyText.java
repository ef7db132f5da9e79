package org.allowput.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.allowput.policy.Wildcard.Part;

/**
 * A text of a policy that may have variables.
 *
 * @param text as it is written; <code>${$}</code> for a dollar sign where there are no variables
 * @param fixed its pattern, if it does not depend on the request
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Variables and
 *     tags</a>
 */
public record PolicyText(String text, Kind kind, Optional<Wildcard> fixed) {
    /** How it is compared. */
    public enum Kind {
        EXACT,
        EXACT_IN_ANY_CASE,
        PATTERN,
        PATTERN_IN_ANY_CASE,
        ARN,
        /** Where wildcards stay within the segments of an ARN. */
        SEGMENTS;

        /** Empty if it has to be an ARN, and is none. */
        private Optional<Wildcard> pattern(String text, BiFunction<String, Optional<String>, Stream<Part>> variables) {
            Wildcard pattern = Wildcard.of(text, this != EXACT && this != EXACT_IN_ANY_CASE, variables);
            return switch (this) {
                case EXACT, PATTERN -> Optional.of(pattern);
                case EXACT_IN_ANY_CASE, PATTERN_IN_ANY_CASE -> Optional.of(pattern.ignoringCase());
                case ARN -> pattern.ofArn();
                case SEGMENTS -> Optional.of(pattern.inSegments());
            };
        }
    }

    /** A text; without variables, <code>${…}</code> is text, too, as in policies of the older version. */
    public static PolicyText of(String text, boolean variables, Kind kind) {
        String pattern = variables ? text : text.replace("$", "${$}");
        boolean hasVariables = Wildcard.of(pattern).parts().contains(Wildcard.NEVER);
        return new PolicyText(
                pattern, kind, hasVariables ? Optional.empty() : kind.pattern(pattern, (key, value) -> Stream.of()));
    }

    /** Whether it means a value of a key. */
    boolean means(String value, String key, Request request) {
        return pattern(request).matches(value)
                && (!request.undecided().contains(this) || request.isMet(List.of(key.toLowerCase(Locale.ROOT), this)));
    }

    /**
     * The pattern for a request. Where it is undecided, one that means more: with a star for each variable, or for all.
     *
     * @throws PolicyException if it is no ARN, or a variable has no single value
     */
    public Wildcard pattern(Request request) {
        if (request.undecided().contains(this)) {
            boolean isPattern = kind == Kind.PATTERN || kind == Kind.SEGMENTS;
            return Wildcard.of(isPattern ? text : "*", true, (key, otherwise) -> Stream.of(Wildcard.STAR));
        }
        return fixed.or(() -> kind.pattern(text, (key, otherwise) -> parts(key, otherwise, request)))
                .orElseThrow(() -> new PolicyException("a pattern of an ARN with six parts, or *", text));
    }

    /** None that matches anything if a variable has no value. */
    private static Stream<Part> parts(String key, Optional<String> otherwise, Request request) {
        List<String> values = request.values(key);
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable needs a key
        // with a single value. What a wildcard in a value means is not documented.
        if (values.size() > 1 || values.stream().anyMatch(value -> value.matches("(?s).*[*?$].*"))) {
            throw new PolicyException("one value without wildcards for the variable " + key, values);
        }
        return values.stream()
                .findFirst()
                .or(() -> otherwise)
                .map(value -> value.codePoints().mapToObj(Character::toString).map(Wildcard::plain))
                .orElse(Stream.of(Wildcard.NEVER));
    }
}
