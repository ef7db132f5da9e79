package org.allowput.contract.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern that whole keys match: {@code ?} is one character except a slash, {@code *} any number of these, {@code **}
 * any number of any characters; every other character stands for itself. Matching takes time proportional to the
 * product of the lengths of pattern and key, for any pattern.
 */
public record KeyPattern(String text) {
    public static final KeyPattern ANY_KEY = new KeyPattern("**");

    /** S3's limit for a key, in bytes of UTF-8. */
    static final int LONGEST_KEY = 1024;

    /** Besides code points, which are not negative: one character except a slash. */
    private static final int ONE = -1;

    private static final int ANY_WITHOUT_SLASH = -2;
    private static final int ANY = -3;

    /** @throws IllegalArgumentException if the pattern is empty, or longer than any key */
    public KeyPattern {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_KEY) {
            throw new IllegalArgumentException("a pattern of %d bytes; expected 1 to %d bytes, such as in/** or **.csv"
                    .formatted(bytes, LONGEST_KEY));
        }
    }

    /** How each key begins that matches: the text before the first wildcard. */
    public String prefix() {
        int end = 0;
        while (end < text.length() && !isWildcard(end)) {
            end++;
        }
        return text.substring(0, end);
    }

    /** How each key ends that matches: the text after the last wildcard. */
    public String suffix() {
        int start = text.length();
        while (start > 0 && !isWildcard(start - 1)) {
            start--;
        }
        return text.substring(start);
    }

    public boolean isLiteral() {
        return prefix().length() == text.length();
    }

    public boolean matches(String key) {
        if (isLiteral()) {
            return key.equals(text);
        }
        String prefix = prefix();
        String suffix = suffix();
        int rest = key.length() - suffix.length();
        if (rest < prefix.length() || !key.startsWith(prefix) || !key.endsWith(suffix)) {
            return false;
        }
        String wildcards = text.substring(prefix.length(), text.length() - suffix.length());
        return wildcards.equals("**") || matches(symbols(wildcards), key.substring(prefix.length(), rest));
    }

    private boolean isWildcard(int index) {
        return text.charAt(index) == '*' || text.charAt(index) == '?';
    }

    private static List<Integer> symbols(String text) {
        List<Integer> symbols = new ArrayList<>();
        for (int character : text.codePoints().toArray()) {
            int last = symbols.isEmpty() ? 0 : symbols.getLast();
            if (character == '*' && (last == ANY || last == ANY_WITHOUT_SLASH)) {
                symbols.set(symbols.size() - 1, ANY);
            } else {
                symbols.add(
                        switch (character) {
                            case '*' -> ANY_WITHOUT_SLASH;
                            case '?' -> ONE;
                            default -> character;
                        });
            }
        }
        return symbols;
    }

    /** Keeps, character by character, the numbers of symbols that the text so far may match. */
    private static boolean matches(List<Integer> symbols, String text) {
        BitSet reached = new BitSet();
        reached.set(0);
        skip(symbols, reached);
        for (int character : text.codePoints().toArray()) {
            BitSet next = new BitSet();
            for (int at = reached.nextSetBit(0); at >= 0 && at < symbols.size(); at = reached.nextSetBit(at + 1)) {
                int symbol = symbols.get(at);
                if (symbol == ANY || (symbol == ANY_WITHOUT_SLASH && character != '/')) {
                    next.set(at);
                } else if (symbol == character || (symbol == ONE && character != '/')) {
                    next.set(at + 1);
                }
            }
            skip(symbols, next);
            reached = next;
        }
        return reached.get(symbols.size());
    }

    /** Two of the wildcards may stand for nothing. */
    private static void skip(List<Integer> symbols, BitSet reached) {
        for (int at = reached.nextSetBit(0); at >= 0 && at < symbols.size(); at = reached.nextSetBit(at + 1)) {
            if (symbols.get(at) == ANY || symbols.get(at) == ANY_WITHOUT_SLASH) {
                reached.set(at + 1);
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
