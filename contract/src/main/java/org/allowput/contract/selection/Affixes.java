package org.allowput.contract.selection;

import java.util.List;

/** What texts begin and end with alike: whole characters, and nothing if there is no text. */
public final class Affixes {
    private Affixes() {}

    public static String commonPrefix(List<String> texts) {
        return texts.stream().reduce(Affixes::commonPrefix).orElse("");
    }

    public static String commonSuffix(List<String> texts) {
        return reversed(commonPrefix(texts.stream().map(Affixes::reversed).toList()));
    }

    private static String commonPrefix(String one, String other) {
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
