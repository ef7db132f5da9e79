package org.allowput.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * How a condition compares one value of the policy with one of a request, before a negation, but for texts and Null.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
final class Operator {
    private Operator() {}

    /** @param name without {@code Not}, such as {@code NumericLessThan} */
    static boolean isMet(String name, String expected, String value) {
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

    static boolean bool(String value) {
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
