package org.allowput.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One operator with one key: true if one of the values matches; a negated one, if none does.
 *
 * @param operator as it is written, such as {@code ForAnyValue:StringLikeIfExists}
 * @param key in any case
 * @param texts the values that are expected; without one, none matches
 */
public record Condition(String operator, String key, List<PolicyText> texts) {
    private static final String ALL = "ForAllValues:";
    private static final String ANY = "ForAnyValue:";
    private static final String IF_EXISTS = "IfExists";
    /** Null has neither a set nor {@code IfExists}. */
    private static final Pattern OPERATOR = Pattern.compile("Null|(" + ALL + "|" + ANY + ")?"
            + "(String(Not)?(Equals|EqualsIgnoreCase|Like)|Arn(Not)?(Equals|Like)|(Not)?IpAddress|Bool|BinaryEquals"
            + "|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?))(" + IF_EXISTS + ")?");

    public Condition {
        texts = List.copyOf(texts);
        if (!OPERATOR.matcher(operator).matches()) {
            throw new PolicyException("an operator of IAM", operator);
        }
    }

    /** The operator without {@code Not}, set and {@code IfExists}, such as {@code StringLike}. */
    public String comparison() {
        return operator.substring(operator.indexOf(':') + 1).replace("Not", "").replace(IF_EXISTS, "");
    }

    /** Whether none of the values may match. */
    public boolean negated() {
        return operator.contains("Not");
    }

    /** Whether a request without the key meets it, with any operator. */
    public boolean ifExists() {
        return operator.endsWith(IF_EXISTS);
    }

    /** Whether it is about each or any of several values of the key. */
    public boolean ofSet() {
        return operator.contains(":");
    }

    /** Whether it compares with patterns of texts. */
    public boolean isOfTexts() {
        return operator.matches(".*(String|Arn).*");
    }

    /** The values as they are written. */
    public List<String> expected() {
        return texts.stream().map(PolicyText::text).toList();
    }

    /** The patterns of the values, if it compares texts. */
    public Stream<Wildcard> patterns(RequestContext request) {
        return texts.stream().flatMap(text -> pattern(text, request).stream());
    }

    private Optional<Wildcard> pattern(PolicyText text, RequestContext request) {
        return switch (comparison()) {
            case "StringEquals" -> text.pattern(request, false);
            case "StringEqualsIgnoreCase" -> text.pattern(request, false).map(Wildcard::ignoringCase);
            case "StringLike" -> text.pattern(request, true);
            case "ArnEquals", "ArnLike" -> text.pattern(request, true).map(Wildcard::ofArn);
            default -> Optional.empty();
        };
    }

    /**
     * Whether the condition holds.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">
     *     Set operators</a>
     */
    boolean isMetBy(RequestContext request) {
        List<String> values = request.values(key);
        if (operator.equals("Null")) {
            return expected().stream().anyMatch(isNull -> Operator.bool(isNull) == values.isEmpty());
        }
        if (values.isEmpty() && ifExists()) {
            return true;
        }
        if (operator.startsWith(ALL)) {
            return values.stream().filter(value -> !value.isEmpty()).allMatch(value -> isMetBy(value, request));
        }
        if (operator.startsWith(ANY)) {
            return values.stream().filter(value -> !value.isEmpty()).anyMatch(value -> isMetBy(value, request));
        }
        if (values.size() > 1) {
            throw new PolicyException(
                    ALL + " or " + ANY + " for the key " + key + ", which has several values", operator);
        }
        return values.stream().findFirst().map(value -> isMetBy(value, request)).orElse(negated());
    }

    private boolean isMetBy(String value, RequestContext request) {
        if (isOfTexts()) {
            return patterns(request).anyMatch(pattern -> pattern.matches(value)) != negated();
        }
        BiPredicate<String, String> comparison = Objects.requireNonNull(Operator.ALL.get(comparison()));
        return expected().stream().anyMatch(text -> comparison.test(text, value)) != negated();
    }
}
