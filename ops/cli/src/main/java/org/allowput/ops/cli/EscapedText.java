package org.allowput.ops.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text from elsewhere, made safe for a terminal and for one line. */
public final class EscapedText {
    /** Control characters, direction marks, unpaired surrogates, unassigned characters and line separators. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:=,@+-]+");

    private EscapedText() {}

    /** Writes what is not printable as escapes of Java. */
    public static String of(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(escape(match.group())));
    }

    /** Quotes a word if bash or zsh would read it otherwise. What a terminal would obey becomes an escape. */
    public static String shellWord(String word) {
        if (PLAIN_WORD.matcher(word).matches()) {
            return word;
        }
        return of(word).equals(word)
                ? "'" + word.replace("'", "'\\''") + "'"
                : "$'" + of(word.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }

    /** The text in at most that many characters, with an ellipsis for what is left out of its middle. */
    public static String shortened(String text, int length) {
        int[] characters = text.codePoints().toArray();
        int head = (length - 1) / 2;
        int tail = length - 1 - head;
        return characters.length <= length
                ? text
                : new String(characters, 0, head) + "…" + new String(characters, characters.length - tail, tail);
    }

    private static String escape(String character) {
        int named = "\n\r\t".indexOf(character);
        return named >= 0
                ? "\\" + "nrt".charAt(named)
                : character.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
    }
}
