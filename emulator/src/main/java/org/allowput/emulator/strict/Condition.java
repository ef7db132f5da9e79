package org.allowput.emulator.strict;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A line of a statement's Condition: an operator, a key, and the values that it is compared with.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">IAM
 *     JSON policy elements: Condition operators</a>
 */
record Condition(String operator, String key, List<String> expected) {
    private static final String IF_EXISTS = "IfExists";
    private static final String ALL = "ForAllValues:";
    private static final String ANY = "ForAnyValue:";

    boolean isMetBy(ConditionContext context) {
        List<String> actual = context.of(key);
        String plain = operator.replace(ALL, "").replace(ANY, "").replace(IF_EXISTS, "");
        if (plain.equals("Null")) {
            return expected.contains(Boolean.toString(actual.isEmpty()));
        }
        boolean negated = plain.contains("Not");
        if (actual.isEmpty()) {
            return operator.endsWith(IF_EXISTS) || operator.startsWith(ALL) || (negated && !operator.startsWith(ANY));
        }
        Predicate<String> one =
                value -> expected.stream().anyMatch(pattern -> matches(plain, pattern, value)) != negated;
        return operator.startsWith(ALL)
                ? actual.stream().allMatch(one)
                : actual.stream().anyMatch(one);
    }

    private static boolean matches(String operator, String pattern, String value) {
        return switch (operator) {
            case "StringEquals", "StringNotEquals" -> pattern.equals(value);
            case "Bool", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase" ->
                pattern.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
            case "StringLike", "StringNotLike", "ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals" ->
                Wildcard.matches(pattern, value);
            default ->
                throw new IllegalArgumentException("expected a condition operator that the strict S3 knows, was: "
                        + operator + "; add it to " + Condition.class.getSimpleName());
        };
    }
}
