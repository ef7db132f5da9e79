package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of a policy that may have variables.
 *
 * @param text as it is written
 * @param wildcards whether they have a meaning in it
 * @param fixed its pattern, if it has no variables
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Variables and
 *     tags</a>
 */
public record PolicyText(String text, boolean wildcards, Optional<Wildcard> fixed) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:[*?$]|([^{}$,*?]+)(?:, '([^']*)')?)}|(\\$\\{)", Pattern.DOTALL);

    /** A text; without variables, <code>${…}</code> is text, too, as in policies of the older version. */
    public static PolicyText of(String text, boolean variables, boolean wildcards) {
        String pattern = variables ? text : text.replace("$", "${$}");
        List<MatchResult> found = VARIABLE.matcher(pattern).results().toList();
        if (found.stream().anyMatch(each -> each.group(3) != null)) {
            throw new PolicyException("policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
        }
        boolean isFixed = found.stream().allMatch(each -> each.group(1) == null);
        return new PolicyText(
                text, wildcards, isFixed ? Optional.of(Wildcard.of(pattern, wildcards)) : Optional.empty());
    }

    /** The name of an action, or a pattern of such, in any case. */
    public static PolicyText ofAction(String text) {
        return new PolicyText(text, true, Optional.of(Wildcard.of(text).ignoringCase()));
    }

    private static String plain(String text) {
        return text.replaceAll("[*?$]", "\\${$0}");
    }

    public boolean hasVariables() {
        return fixed.isEmpty();
    }

    /** The same with a star for each variable. */
    public PolicyText withStars() {
        return new PolicyText(
                text,
                true,
                Optional.of(Wildcard.of(VARIABLE.matcher(text)
                        .replaceAll(each -> Matcher.quoteReplacement(each.group(1) == null ? each.group() : "*")))));
    }

    /** The pattern for a request; empty if a variable has no value: nothing is like it. */
    public Optional<Wildcard> pattern(Request request) {
        if (fixed.isPresent()) {
            return fixed;
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
        return Optional.of(Wildcard.of(variable.appendTail(pattern).toString(), wildcards));
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
