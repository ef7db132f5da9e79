package org.allowput.lambda.copy;

/**
 * A pattern of keys: {@code ?} is any one character except {@code /}, {@code *} any number of them, and {@code **} any
 * number of any characters. Every other character stands for itself.
 *
 * <p>Matching takes time proportional to the product of the lengths of pattern and key, for any pattern.
 *
 * @param pattern the pattern
 */
public record Glob(String pattern) {
    /** Whether the whole key matches. */
    public boolean matches(String key) {
        int[] symbols = pattern.codePoints().toArray();
        boolean[] reached = new boolean[symbols.length + 1];
        reached[0] = true;
        skipStars(symbols, reached);
        for (int character : key.codePoints().toArray()) {
            reached = next(symbols, reached, character);
        }
        return reached[symbols.length];
    }

    private static boolean[] next(int[] symbols, boolean[] reached, int character) {
        boolean[] next = new boolean[reached.length];
        for (int at = 0; at < symbols.length; at++) {
            if (!reached[at]) {
                continue;
            }
            if (symbols[at] != '*') {
                next[at + 1] |= symbols[at] == character || (symbols[at] == '?' && character != '/');
            } else if (character != '/' || isDouble(symbols, at)) {
                next[at] = true;
            }
        }
        skipStars(symbols, next);
        return next;
    }

    /** A star may stand for nothing. */
    private static void skipStars(int[] symbols, boolean[] reached) {
        for (int at = 0; at < symbols.length; at++) {
            if (reached[at] && symbols[at] == '*') {
                reached[at + 1] = true;
            }
        }
    }

    /** Whether the star is the second of two, or a later one: the first stands for nothing then. */
    private static boolean isDouble(int[] symbols, int at) {
        return at > 0 && symbols[at - 1] == '*';
    }
}
