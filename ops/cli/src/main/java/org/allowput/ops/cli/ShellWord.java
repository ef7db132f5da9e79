package org.allowput.ops.cli;

import java.util.regex.Pattern;

/** Words of a command that people copy into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@+-]+");

    private ShellWord() {}

    /** Quotes a word if bash or zsh would read it otherwise. What a terminal would obey becomes an escape. */
    public static String of(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        return EscapedText.of(word).equals(word)
                ? "'" + word.replace("'", "'\\''") + "'"
                : "$'" + EscapedText.of(word.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}
