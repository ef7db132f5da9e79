package org.allowput.ops.where;

import java.util.Map;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;

/**
 * Where an object is.
 *
 * @param verdict in one word
 * @param needsAttention whether the target lacks the object, or may lack it
 * @param what is said of it: for a copy its key, otherwise why
 */
record Answer(
        String key, String verdict, boolean needsAttention, String what, Map<String, String> evidence, String next) {
    private static final int LABEL = 17;

    int exitCode() {
        return (needsAttention ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }

    String text() {
        String separator = what.isEmpty() ? "" : what.startsWith("→") ? " " : ", ";
        StringBuilder text = new StringBuilder(
                "%s: %s%s%s%n".formatted(verdict, EscapedText.of(key), separator, EscapedText.of(what)));
        evidence.forEach((source, said) -> line(text, source, EscapedText.of(said)));
        // It has no text from elsewhere but words that are quoted for the shell.
        line(text, "next", next);
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String said) {
        text.append(label).repeat(" ", LABEL + 2 - label.length()).append(said).append('\n');
    }
}
