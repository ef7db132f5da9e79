package org.allowput.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a condition compares one value of a request with one of the policy, before a negation.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
@FunctionalInterface
interface Operator {
    boolean matches(PolicyText expected, String value, Request request);

    /** By their names without {@code Not}; Null is not among them. */
    Map<String, Operator> ALL = all();

    private static Map<String, Operator> all() {
        Map<String, Operator> all = new HashMap<>(Map.of(
                "StringEquals", text(String::equals),
                "StringEqualsIgnoreCase", text(Operator::equalsIgnoringCase),
                "StringLike", like(Wildcard::matches),
                "ArnEquals", like(Wildcard::matchesArn),
                "ArnLike", like(Wildcard::matchesArn),
                "Bool", text((expected, value) -> bool(expected) == bool(value)),
                "BinaryEquals", constant((expected, value) -> Arrays.equals(binary(expected), binary(value))),
                "IpAddress", constant(Operator::isInRange)));
        Map<String, IntPredicate> orders = Map.of(
                "Equals", order -> order == 0,
                "LessThan", order -> order < 0,
                "LessThanEquals", order -> order <= 0,
                "GreaterThan", order -> order > 0,
                "GreaterThanEquals", order -> order >= 0);
        orders.forEach((name, order) -> {
            all.put("Numeric" + name, ordered(Operator::number, order));
            all.put("Date" + name, ordered(Operator::date, order));
        });
        return all;
    }

    /** Those that have a negation, with its name. */
    Map<String, String> NEGATIONS = Map.of(
            "StringNotEquals", "StringEquals",
            "StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase",
            "StringNotLike", "StringLike",
            "ArnNotEquals", "ArnEquals",
            "ArnNotLike", "ArnLike",
            "NotIpAddress", "IpAddress",
            "NumericNotEquals", "NumericEquals",
            "DateNotEquals", "DateEquals");

    private static Operator text(BiPredicate<String, String> comparison) {
        return (expected, value, request) -> expected.resolve(request)
                .filter(text -> comparison.test(text, value))
                .isPresent();
    }

    private static Operator like(BiPredicate<Wildcard, String> comparison) {
        return (expected, value, request) -> expected.pattern(request)
                .filter(pattern -> comparison.test(pattern, value))
                .isPresent();
    }

    /** Such an operator takes no variables. */
    private static Operator constant(BiPredicate<String, String> comparison) {
        return (expected, value, request) -> comparison.test(expected.text(), value);
    }

    private static <T extends Comparable<T>> Operator ordered(Function<String, T> reading, IntPredicate order) {
        return constant((expected, value) -> order.test(reading.apply(value).compareTo(reading.apply(expected))));
    }

    private static boolean equalsIgnoringCase(String expected, String value) {
        return expected.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
    }

    static boolean bool(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PolicyException("true or false", value);
        };
    }

    private static byte[] binary(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new PolicyException("text in Base64", value);
        }
    }

    private static BigDecimal number(String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new PolicyException("a number", value);
        }
    }

    /** In ISO 8601 as W3C restricts it, or in seconds since 1970. */
    private static Instant date(String value) {
        try {
            return switch (value) {
                case String year when year.matches("\\d{4}") -> day(year + "-01-01");
                case String month when month.matches("\\d{4}-\\d\\d") -> day(month + "-01");
                case String day when day.matches("\\d{4}-\\d\\d-\\d\\d") -> day(day);
                case String seconds when seconds.matches("\\d{9,11}") -> Instant.ofEpochSecond(Long.parseLong(seconds));
                default -> OffsetDateTime.parse(value).toInstant();
            };
        } catch (DateTimeParseException e) {
            throw new PolicyException("a date such as 2026-01-31T00:00:00Z", value);
        }
    }

    private static Instant day(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static boolean isInRange(String range, String value) {
        String[] parts = range.split("/", 2);
        byte[] first = address(parts[0]);
        byte[] address = address(value);
        if (parts.length == 1 && first.length > 4) {
            throw new PolicyException("a range of IPv6 addresses with the length of its prefix", range);
        }
        int bits = parts.length == 1 ? 32 : number(parts[1]).intValue();
        return first.length == address.length
                && IntStream.range(0, bits).allMatch(bit -> bit(first, bit) == bit(address, bit));
    }

    private static int bit(byte[] address, int at) {
        return address[at / 8] >> (7 - at % 8) & 1;
    }

    private static byte[] address(String text) {
        return Optional.of(text)
                .filter(literal -> literal.matches("[0-9A-Fa-f:.]+"))
                .map(InetAddress::ofLiteral)
                .orElseThrow(() -> new PolicyException("an IP address", text))
                .getAddress();
    }
}
