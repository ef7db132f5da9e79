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
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a condition compares one value of the policy with one of a request, before a negation.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
final class Operator {
    /** By their names without {@code Not}; those of texts and Null are not among them. */
    static final Map<String, BiPredicate<String, String>> ALL = all();

    private Operator() {}

    private static Map<String, BiPredicate<String, String>> all() {
        Map<String, BiPredicate<String, String>> all = new HashMap<>(Map.of(
                "Bool", (expected, value) -> bool(expected) == bool(value),
                "BinaryEquals", (expected, value) -> Arrays.equals(binary(expected), binary(value)),
                "IpAddress", Operator::isInRange));
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

    private static <T extends Comparable<T>> BiPredicate<String, String> ordered(
            Function<String, T> reading, IntPredicate order) {
        return (expected, value) -> order.test(reading.apply(value).compareTo(reading.apply(expected)));
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
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new PolicyException("an IP address", text);
        }
    }
}
