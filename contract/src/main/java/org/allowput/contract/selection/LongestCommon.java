package org.allowput.contract.selection;

import java.util.List;

/** The longest common prefix and suffix of texts: whole characters, and nothing if there is no text. */
public final class LongestCommon {
    private LongestCommon() {}

    public static String prefix(List<String> texts) {
        return texts.stream().reduce(LongestCommon::prefix).orElse("");
    }

    public static String suffix(List<String> texts) {
        return reversed(prefix(texts.stream().map(LongestCommon::reversed).toList()));
    }

    private static String prefix(String one, String other) {
        int same = 0;
        int shorter = Math.min(one.length(), other.length());
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        boolean splitsCharacter = same > 0 && same < one.length() && Character.isHighSurrogate(one.charAt(same - 1));
        return one.substring(0, splitsCharacter ? same - 1 : same);
    }

    /** With both halves of a character outside of the basic plane in their order. */
    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
