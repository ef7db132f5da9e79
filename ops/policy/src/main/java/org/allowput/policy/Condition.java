package org.allowput.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
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

    /** The same condition with other values. */
    public Condition with(List<PolicyText> others) {
        return new Condition(operator, key, others);
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
        if (request.undecided().contains(this)) {
            return request.isMet(this);
        }
        if (isNull) {
            return expected().stream().anyMatch(absent -> bool(absent) == values.isEmpty());
        }
        if (values.size() > 1 && !ofSet()) {
            throw new PolicyException(
                    ALL + " or " + ANY + " for the key " + key + ", which has several values", operator);
        }
        Predicate<String> isMet = value -> negated
                != (isOfTexts()
                        ? texts.stream().anyMatch(text -> text.means(value, key, request))
                        : expected().stream().anyMatch(each -> isMet(comparison(), each, value)));
        Stream<String> compared = values.stream().filter(value -> !ofSet() || !value.isEmpty());
        return operator.startsWith(ALL) ? compared.allMatch(isMet) : compared.anyMatch(isMet);
    }

    /**
     * Compares other values than texts, before a negation.
     *
     * @param name without {@code Not}, such as {@code NumericLessThan}
     */
    private static boolean isMet(String name, String expected, String value) {
        int order;
        try {
            order = switch (name.replaceFirst("(Equals|LessThan|GreaterThan).*", "")) {
                case "Bool" -> Boolean.compare(bool(value), bool(expected));
                case "Binary" -> Arrays.compare(binary(value), binary(expected));
                case "IpAddress" -> isInRange(expected, value) ? 0 : 1;
                case "Numeric" -> new BigDecimal(value).compareTo(new BigDecimal(expected));
                default -> date(value).compareTo(date(expected));
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PolicyException(
                    "values that " + name + " compares", expected + " and " + value + ": " + e.getMessage());
        }
        return (order == 0 && !name.endsWith("Than"))
                || (order < 0 && name.contains("LessThan"))
                || (order > 0 && name.contains("GreaterThan"));
    }

    private static boolean bool(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PolicyException("true or false", value);
        };
    }

    private static byte[] binary(String value) {
        return Base64.getDecoder().decode(value);
    }

    /** In ISO 8601 as W3C restricts it, or in seconds since 1970. */
    private static Instant date(String value) {
        if (value.matches("\\d{9,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(value));
        }
        boolean isDay = value.matches("\\d{4}(-\\d\\d){0,2}");
        return OffsetDateTime.parse(isDay ? value + "YYYY-01-01T00:00:00Z".substring(value.length()) : value)
                .toInstant();
    }

    private static boolean isInRange(String range, String value) {
        String[] parts = range.split("/", 2);
        byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
        byte[] address = InetAddress.ofLiteral(value).getAddress();
        if (parts.length == 1 && first.length > 4) {
            throw new PolicyException("a range of IPv6 addresses with the length of its prefix", range);
        }
        int rest = 8 * first.length - (parts.length == 1 ? 32 : Integer.parseInt(parts[1]));
        return first.length == address.length
                && new BigInteger(first).shiftRight(rest).equals(new BigInteger(address).shiftRight(rest));
    }
}
