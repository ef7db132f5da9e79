package org.allowput.lambda.report;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.contract.json.JsonDocuments;

/**
 * The function's log: one JSON object per line, which CloudWatch Logs Insights reads without configuration.
 *
 * <p>It holds names of buckets and keys, sizes and causes; never bytes of an object, a credential or the ExternalId.
 */
public final class Log {
    private final Consumer<String> lines;

    /** @param lines where a finished line goes */
    public Log(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Lambda takes each line printed to standard output for a log event. */
    public static Log toStandardOutput() {
        return to(System.out);
    }

    public static Log to(PrintStream stream) {
        return new Log(stream::println);
    }

    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** Where finished lines go, for those that are not of the log's form. */
    public Consumer<String> lines() {
        return lines;
    }

    /** Writes one line, with the fields in their order: strings as strings, numbers as numbers. */
    public void write(Level level, String message, Map<String, Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("level", level.name());
        line.put("message", message);
        fields.forEach((name, value) -> line.put(name, value instanceof Long ? value : value.toString()));
        lines.accept(JsonDocuments.line(line));
    }
}
