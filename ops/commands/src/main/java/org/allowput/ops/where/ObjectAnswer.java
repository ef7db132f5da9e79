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
record ObjectAnswer(
        String key, String verdict, boolean needsAttention, String what, Map<String, String> evidence, String next) {
    int exitCode() {
        return (needsAttention ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }

    String text() {
        String separator = what.isEmpty() ? "" : what.startsWith("→") ? " " : ", ";
        StringBuilder text = new StringBuilder(
                "%s: %s%s%s%n".formatted(verdict, EscapedText.of(key), separator, EscapedText.of(what)));
        evidence.forEach((source, said) -> text.append("%-19s%s%n".formatted(source, EscapedText.of(said))));
        // It has no text from elsewhere but words that are quoted for the shell.
        return text.append("%-19s%s%n".formatted("next", next)).toString();
    }
}
