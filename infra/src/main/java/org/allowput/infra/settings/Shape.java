package org.allowput.infra.settings;

import java.util.function.Function;

/**
 * How the text of one setting has to look.
 *
 * @param expected completes the sentence "expected …"
 * @param parse text to value; throws {@link IllegalArgumentException} where the text is not of this shape
 */
record Shape<T>(String expected, Function<String, T> parse) {
    static <T> Shape<T> of(String expected, Function<String, T> parse) {
        return new Shape<>(expected, parse);
    }

    /** A whole number within bounds, both included. */
    static Shape<Integer> number(int least, int most, String unit) {
        String expected = "a whole number from %d to %d%s".formatted(least, most, unit.isEmpty() ? "" : " " + unit);
        return of(expected, text -> {
            int value = Integer.parseInt(text);
            require(value >= least && value <= most, expected);
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    static Shape<Boolean> flag() {
        return of("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        });
    }

    static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
