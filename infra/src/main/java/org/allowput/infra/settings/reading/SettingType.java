package org.allowput.infra.settings.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.jspecify.annotations.Nullable;

/**
 * The type of a setting: how its text is read and checked, and what docs/settings.md states about it.
 *
 * @param allowedValues the values that are allowed, with their unit
 * @param expected completes the sentence "expected …" in an error message
 * @param pattern that a parameter of a template with this type has; empty if no regular expression is enough
 * @param parser converts what JSON has, or a text of the command line; throws {@link IllegalArgumentException} if the
 *     value is not allowed
 */
public record SettingType<T>(String allowedValues, String expected, String pattern, Function<Object, T> parser) {
    private static final String EMAIL_PATTERN = "[!-?A-~]{1,64}@[!-?A-~]{1,190}\\.[!-?A-~]{1,63}";
    /** Says that a value that must be set is absent. */
    public static final String NONE = "none";
    /** The allowed values of {@link #bool}. */
    public static final String BOOLEAN = "true or false";

    /** The same, as the type of a value that may be absent. */
    SettingType<Optional<T>> optional() {
        return new SettingType<>(allowedValues, expected, pattern, parser.andThen(Optional::of));
    }

    /** A text. */
    public static <T> SettingType<T> ofText(
            String allowedValues, String expected, String pattern, Function<String, T> parser) {
        return new SettingType<>(allowedValues, expected, pattern, value -> parser.apply(text(value)));
    }

    /** A list of texts, or one text; on the command line a list is JSON. */
    public static <T> SettingType<List<T>> list(String allowedValues, String expected, Function<String, T> parser) {
        return new SettingType<>(
                allowedValues, expected, "", value -> items(value).map(parser).toList());
    }

    private static Stream<String> items(Object value) {
        return SettingsReader.parseList(value) instanceof List<?> list
                ? list.stream().map(SettingType::text)
                : Stream.of(text(value));
    }

    /** The CDK's runtime passes JSON numbers on as doubles. */
    private static String text(@Nullable Object value) {
        require(value != null && !(value instanceof Map) && !(value instanceof List), "a text");
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    /** A text for which one sentence describes the allowed values, in the docs and in error messages. */
    public static <T> SettingType<T> string(String expected, Function<String, T> parser) {
        return ofText(expected, expected, "", parser);
    }

    /** A text that a pattern, which a template's parameter can have, too, matches. */
    public static SettingType<String> matching(String pattern, String expected) {
        return matching(pattern, expected, text -> text);
    }

    /** What is made of a text that a pattern matches. */
    public static <T> SettingType<T> matching(String pattern, String expected, Function<String, T> parser) {
        return ofText(expected, expected, pattern, text -> {
            require(text.matches(pattern), expected);
            return parser.apply(text);
        });
    }

    /** An address that a topic notifies, or that nobody is notified, which has to be said. */
    public static SettingType<Optional<String>> emailOrNone() {
        return matching(
                NONE + "|" + EMAIL_PATTERN,
                "an email address that the alarms notify, or none",
                text -> Optional.of(text).filter(address -> !address.equals(NONE)));
    }

    /** One of the constants of an enum, by the name that {@link #toString()} returns. */
    public static <T extends Enum<T>> SettingType<T> enumeration(Class<T> type) {
        T[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants).map(Enum::toString).collect(Collectors.joining(", "));
        return string(
                "one of " + names,
                text -> Arrays.stream(constants)
                        .filter(constant -> constant.toString().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("expected one of " + names)));
    }

    /**
     * An integer between two bounds, both included.
     *
     * @param unit empty without one
     */
    public static SettingType<Integer> integer(int min, int max, String unit) {
        return whole(min, max, unit, Integer::valueOf);
    }

    private static <T extends Number> SettingType<T> whole(
            long min, long max, String unit, Function<String, T> parser) {
        String range = "%d to %d".formatted(min, max);
        String expected = "an integer from " + range + (unit.isEmpty() ? "" : " " + unit);
        return ofText((range + " " + unit).strip(), expected, "", text -> {
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

    /** {@code true} or {@code false}. */
    public static SettingType<Boolean> bool() {
        return ofText(BOOLEAN, BOOLEAN, "", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected " + BOOLEAN);
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
