package org.allowput.policy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.policy.PolicyText.Kind;

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

    /** @param variables whether the values may have variables */
    static Condition of(String operator, String key, List<String> values, boolean variables) {
        if (!key.contains(":")) {
            throw new PolicyException("a condition key such as aws:SourceArn", key);
        }
        Kind kind = operator.contains("Arn")
                ? Kind.ARN
                : operator.contains("Like")
                        ? Kind.PATTERN
                        : operator.contains("IgnoreCase") ? Kind.EXACT_IN_ANY_CASE : Kind.EXACT;
        return new Condition(
                operator,
                key,
                values.stream()
                        .map(value -> PolicyText.of(value, variables, kind))
                        .toList());
    }

    /** The operator without {@code Not}, set and {@code IfExists}, such as {@code StringLike}. */
    public String comparison() {
        return operator.substring(operator.indexOf(':') + 1).replace("Not", "").replace(IF_EXISTS, "");
    }

    /** Whether it is about each or any of several values of the key. */
    public boolean ofSet() {
        return operator.contains(":");
    }

    /** Whether it compares with patterns of texts. */
    public boolean isOfTexts() {
        return operator.contains("String") || operator.contains("Arn");
    }

    /** The values as they are written. */
    public List<String> expected() {
        return texts.stream().map(PolicyText::text).toList();
    }

    /** The patterns of the values, if it compares texts. */
    public Stream<Wildcard> patterns(Request request) {
        return isOfTexts() ? texts.stream().map(text -> text.pattern(request)) : Stream.of();
    }

    /**
     * Whether the condition holds.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">
     *     Set operators</a>
     */
    boolean isMetBy(Request request) {
        List<String> values = request.values(key);
        boolean isNull = operator.equals("Null");
        boolean negated = operator.contains("Not");
        if (values.isEmpty() && !isNull) {
            return operator.endsWith(IF_EXISTS) || operator.startsWith(ALL) || (negated && !ofSet());
        }
        if (request.open().contains(this)) {
            return request.isMet(this);
        }
        if (isNull) {
            return expected().stream().anyMatch(absent -> Operator.bool(absent) == values.isEmpty());
        }
        if (values.size() > 1 && !ofSet()) {
            throw new PolicyException(
                    ALL + " or " + ANY + " for the key " + key + ", which has several values", operator);
        }
        Predicate<String> isMet = value -> negated
                != (isOfTexts()
                        ? texts.stream().anyMatch(text -> text.means(value, key, request))
                        : expected().stream().anyMatch(each -> Operator.isMet(comparison(), each, value)));
        Stream<String> compared = values.stream().filter(value -> !ofSet() || !value.isEmpty());
        return operator.startsWith(ALL) ? compared.allMatch(isMet) : compared.anyMatch(isMet);
    }
}
