package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

        private Wildcard pattern(String text) {
            return switch (this) {
                case EXACT -> Wildcard.of(text, false);
                case EXACT_IN_ANY_CASE -> Wildcard.of(text, false).ignoringCase();
                case PATTERN -> Wildcard.of(text);
                case PATTERN_IN_ANY_CASE -> Wildcard.of(text).ignoringCase();
                case ARN -> Wildcard.of(text).ofArn();
                case SEGMENTS -> Wildcard.of(text).inSegments();
            };
        }
    }

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:[*?$]|([^{}$,*?]+)(?:, '([^']*)')?)}|(\\$\\{)", Pattern.DOTALL);

    /** A text; without variables, <code>${…}</code> is text, too, as in policies of the older version. */
    public static PolicyText of(String text, boolean variables, Kind kind) {
        String pattern = variables ? text : text.replace("$", "${$}");
        List<MatchResult> found = VARIABLE.matcher(pattern).results().toList();
        if (found.stream().anyMatch(each -> each.group(3) != null)) {
            throw new PolicyException("policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
        }
        boolean isFixed = found.stream().allMatch(each -> each.group(1) == null)
                && (kind != Kind.ARN || Wildcard.of(pattern).isOfArn());
        return new PolicyText(pattern, kind, isFixed ? Optional.of(kind.pattern(pattern)) : Optional.empty());
    }

    private static String plain(String text) {
        return text.replaceAll("[*?$]", "\\${$0}");
    }

    /** Whether it means a value. */
    boolean means(String value, Request request) {
        return pattern(request).filter(pattern -> pattern.matches(value)).isPresent()
                && (!request.open().contains(this) || request.isMet(this));
    }

    /**
     * The pattern for a request; empty if a variable has no value: nothing is like it. Where it is left open, one that
     * means more: with a star for each variable.
     *
     * @throws PolicyException if it is no ARN, or a variable has no single value
     */
    public Optional<Wildcard> pattern(Request request) {
        if (fixed.isPresent()) {
            return fixed;
        }
        if (request.open().contains(this)) {
            return Optional.of(Wildcard.of(VARIABLE.matcher(text)
                    .replaceAll(each -> Matcher.quoteReplacement(each.group(1) == null ? each.group() : "*"))));
        }
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            Optional<String> value = variable.group(1) == null
                    ? Optional.of(variable.group())
                    : value(variable.group(1), request)
                            .or(() -> Optional.ofNullable(variable.group(2)))
                            .map(PolicyText::plain);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variable.appendReplacement(pattern, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(kind.pattern(variable.appendTail(pattern).toString()));
    }

    private static Optional<String> value(String key, Request request) {
        List<String> values = request.values(key);
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable needs a key
        // with a single value. What a wildcard in a value means is not documented.
        if (values.size() > 1 || values.stream().anyMatch(value -> value.matches("(?s).*[*?$].*"))) {
            throw new PolicyException("one value without wildcards for the variable " + key, values);
        }
        return values.stream().findFirst();
    }
}
