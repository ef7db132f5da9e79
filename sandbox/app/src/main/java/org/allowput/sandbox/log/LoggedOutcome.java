package org.allowput.sandbox.log;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;

/**
 * How one delivery of one event ended, as the function logged it. An event that is delivered again has another outcome
 * then, with the same {@link #event}.
 *
 * @param time when the host saw the line: after the invocation's last copy
 * @param kind how it ended
 * @param event what stays the same when the event is delivered again
 * @param key of the source object; empty where the event could not be read
 * @param bytes that were copied
 * @param lagMillis from the event's own time until the copy was acknowledged; for copies only
 * @param why the cause of a failure, or the reason for which nothing was done; empty for a copy
 */
public record LoggedOutcome(
        Instant time, OutcomeLabel kind, String event, String key, long bytes, OptionalLong lagMillis, String why) {
    /** The outcome that this line of the host's log holds; none for metrics and for what Lambda itself logs. */
    public static Optional<LoggedOutcome> in(String line) {
        int json = line.indexOf(" {");
        int end = line.indexOf(' ');
        if (json < 0 || !line.contains("\"outcome\"")) {
            return Optional.empty();
        }
        try {
            Map<String, Object> fields = JSON.std.mapFrom(line.substring(json + 1));
            Instant time = Instant.parse(line.substring(0, end));
            return OutcomeLabel.of(text(fields, LogField.OUTCOME)).map(kind -> of(time, kind, fields));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static LoggedOutcome of(Instant time, OutcomeLabel kind, Map<String, Object> fields) {
        return new LoggedOutcome(
                time,
                kind,
                text(fields, LogField.DELIVERY_ID) + " " + text(fields, LogField.SOURCE_KEY),
                text(fields, LogField.SOURCE_KEY),
                number(fields, "bytes").orElse(0),
                number(fields, "lagMillis"),
                switch (kind) {
                    case COPIED, UNCONFIRMED, HANDED_OVER, DELETED -> "";
                    case EXISTING, GONE, SKIPPED, WAITING, REFUSED -> text(fields, LogField.REASON);
                    case FAILED -> text(fields, LogField.CAUSE);
                });
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static OptionalLong number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
