package org.allowput.contract.json;

/** Foreign text made fit for a message: bounded, on one line, and of characters that XML can have. */
public final class SanitizedText {
    private SanitizedText() {}

    /** At most {@code limit} characters of the text, an ellipsis where it was cut, control characters replaced. */
    public static String of(String text, int limit) {
        boolean cut = text.length() > limit;
        int end = cut ? limit - 1 : text.length();
        StringBuilder excerpt = new StringBuilder(end + 1);
        for (int i = 0; i < end; ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (i <= end) {
                excerpt.appendCodePoint(isPrintable(character) ? character : '\uFFFD');
            }
        }
        return cut ? excerpt.append('…').toString() : excerpt.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
