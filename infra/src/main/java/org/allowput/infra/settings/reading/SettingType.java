package org.allowput.infra.settings.reading;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allowput.contract.FunctionVariable;

/**
 * The type of a setting: how its text is read and checked, and what docs/settings.md states about it.
 *
 * @param name the type's name in docs/settings.md
 * @param unit the unit of the value; empty if it has none
 * @param allowedValues the values that are allowed
 * @param expected completes the sentence "expected …" in an error message
 * @param parser converts text to a value; throws {@link IllegalArgumentException} if the value is not allowed
 * @param expert whether it is in the second table, of settings that hardly anybody needs
 */
public record SettingType<T>(
        String name, String unit, String allowedValues, String expected, Function<String, T> parser, boolean expert) {
    public static final String EMAIL_PATTERN = "[!-?A-~]{1,64}@[!-?A-~]{1,190}\\.[!-?A-~]{1,63}";

    public SettingType(String name, String unit, String allowedValues, String expected, Function<String, T> parser) {
        this(name, unit, allowedValues, expected, parser, false);
    }

    /** The same in the table for experts. */
    public SettingType<T> forExperts() {
        return new SettingType<>(name, unit, allowedValues, expected, parser, true);
    }

    /** A text for which one sentence describes the allowed values, in the docs and in error messages. */
    public static <T> SettingType<T> string(String expected, Function<String, T> parser) {
        return new SettingType<>("string", "", expected, expected, parser);
    }

    /** A text that a pattern, which a template's parameter can have, too, matches. */
    public static SettingType<String> matching(String pattern, String expected) {
        return string(expected, text -> {
            require(text.matches(pattern), expected);
            return text;
        });
    }

    /** An address that a topic notifies. */
    public static SettingType<String> email() {
        return matching(EMAIL_PATTERN, "an email address");
    }

    /** One of several names. */
    static <T> SettingType<T> oneOf(String expected, Function<String, T> parser) {
        return new SettingType<>("enum", "", expected, expected, parser);
    }

    /** One of the constants of an enum, by the name that {@link #toString()} returns. */
    public static <T extends Enum<T>> SettingType<T> enumeration(Class<T> type) {
        T[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants).map(Enum::toString).collect(Collectors.joining(", "));
        return oneOf(
                "one of " + names,
                text -> Arrays.stream(constants)
                        .filter(constant -> constant.toString().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("expected one of " + names)));
    }

    /** An integer between two bounds, both included. */
    public static SettingType<Integer> integer(int min, int max, String unit) {
        return whole(min, max, unit, Integer::valueOf);
    }

    private static <T extends Number> SettingType<T> whole(
            long min, long max, String unit, Function<String, T> parser) {
        String range = "%d to %d".formatted(min, max);
        String expected = "an integer from " + range + (unit.isEmpty() ? "" : " " + unit);
        return new SettingType<>("integer", unit, range, expected, text -> {
            T value = parser.apply(text);
            require(value.longValue() >= min && value.longValue() <= max, expected);
            return value;
        });
    }

    /** A size of an object, in bytes. */
    public static SettingType<Long> bytes(long most) {
        return whole(0, most, "bytes", Long::valueOf);
    }

    /** What the function takes. */
    public static SettingType<Integer> integer(FunctionVariable variable, String unit) {
        return integer(variable.least(), variable.most(), unit);
    }

    /** An integer without a unit. */
    public static SettingType<Integer> integer(int min, int max) {
        return integer(min, max, "");
    }

    /** {@code true} or {@code false}. */
    public static SettingType<Boolean> bool() {
        return new SettingType<>("boolean", "", "true or false", "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        });
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if the condition does not hold
     */
    public static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
