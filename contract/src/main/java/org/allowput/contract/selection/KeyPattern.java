package org.allowput.contract.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern of keys, and how much of it the characters that were read so far match: a state of the pattern's automaton.
 * Matching takes time proportional to the product of the lengths of pattern and key, for any pattern.
 *
 * @param symbols code points, and the wildcards below
 * @param reached the numbers of symbols that may have been matched
 */
public record KeyPattern(List<Integer> symbols, BitSet reached) {
    /** {@code ?}: one character except a slash. */
    private static final int ONE = -1;
    /** {@code *}: any number of characters except slashes. */
    private static final int ANY_WITHOUT_SLASH = -2;
    /** {@code **}: any number of any characters. */
    private static final int ANY = -3;

    public static KeyPattern prefix(String prefix) {
        List<Integer> symbols = literal(prefix);
        symbols.add(ANY);
        return start(symbols);
    }

    public static KeyPattern suffix(String suffix) {
        List<Integer> symbols = literal(suffix);
        symbols.addFirst(ANY);
        return start(symbols);
    }

    /** {@code ?}, {@code *} and {@code **} are wildcards; every other character stands for itself. */
    public static KeyPattern glob(String glob) {
        List<Integer> symbols = new ArrayList<>();
        for (int character : glob.codePoints().toArray()) {
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
        return start(symbols);
    }

    private static List<Integer> literal(String text) {
        return new ArrayList<>(text.codePoints().boxed().toList());
    }

    private static KeyPattern start(List<Integer> symbols) {
        BitSet reached = new BitSet();
        reached.set(0);
        skip(symbols, reached);
        return new KeyPattern(List.copyOf(symbols), reached);
    }

    public KeyPattern after(int character) {
        BitSet next = new BitSet();
        step(character, reached, next);
        return new KeyPattern(symbols, next);
    }

    private void step(int character, BitSet from, BitSet to) {
        for (int at = from.nextSetBit(0); at >= 0 && at < symbols.size(); at = from.nextSetBit(at + 1)) {
            int symbol = symbols.get(at);
            if (symbol == ANY || (symbol == ANY_WITHOUT_SLASH && character != '/')) {
                to.set(at);
            } else if (symbol == character || (symbol == ONE && character != '/')) {
                to.set(at + 1);
            }
        }
        skip(symbols, to);
    }

    /** Two of the wildcards may stand for nothing. */
    private static void skip(List<Integer> symbols, BitSet reached) {
        for (int at = reached.nextSetBit(0); at >= 0 && at < symbols.size(); at = reached.nextSetBit(at + 1)) {
            if (symbols.get(at) == ANY || symbols.get(at) == ANY_WITHOUT_SLASH) {
                reached.set(at + 1);
            }
        }
    }

    /** Whether the characters that were read are a match. */
    public boolean matches() {
        return reached.get(symbols.size());
    }

    /** Whether a whole key is a match: in place, without a state for each character. */
    public boolean matches(String key) {
        BitSet now = (BitSet) reached.clone();
        BitSet next = new BitSet();
        for (int index = 0; index < key.length() && !now.isEmpty(); ) {
            int character = key.codePointAt(index);
            index += Character.charCount(character);
            next.clear();
            step(character, now, next);
            BitSet before = now;
            now = next;
            next = before;
        }
        return now.get(symbols.size());
    }

    public IntStream literals() {
        return symbols.stream().mapToInt(Integer::intValue).filter(symbol -> symbol >= 0);
    }
}
