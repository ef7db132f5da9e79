package org.allowput.ops.cli;

/** Text from elsewhere, made safe for a terminal and for one line. */
public final class EscapedText {
    private EscapedText() {}

    /** Writes control characters, direction marks and line separators as escapes of Java. */
    public static String of(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            switch (each) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isPrintable(each)) {
                        escaped.appendCodePoint(each);
                    } else {
                        for (char unit : Character.toChars(each)) {
                            escaped.append("\\u%04X".formatted((int) unit));
                        }
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
