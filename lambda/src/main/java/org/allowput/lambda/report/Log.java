package org.allowput.lambda.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The function's log: one JSON object per line, which CloudWatch Logs Insights reads without configuration.
 *
 * <p>It holds names of buckets and keys, sizes and causes; never bytes of an object, a credential or the ExternalId.
 *
 * @param lines where a finished line goes
 */
public record Log(Consumer<String> lines) {
    private static final JsonFactory FACTORY = new JsonFactory();

    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static String json(Fields fields) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
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

    /**
     * Writes one line.
     *
     * @param fields in their order; strings as strings, numbers as numbers
     */
    public void write(Level level, String message, Map<String, Object> fields) {
        lines.accept(json(json -> {
            json.writeStringField("level", level.name());
            json.writeStringField("message", message);
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (field.getValue() instanceof Long number) {
                    json.writeNumberField(field.getKey(), number);
                } else {
                    json.writeStringField(field.getKey(), field.getValue().toString());
                }
            }
        }));
    }
}
