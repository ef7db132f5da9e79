package org.allowput.host.settings;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One line of a function's log.
 *
 * @param time when the host saw it
 * @param stream the environment that it is from, named as Lambda names log streams: {@code 2026/01/31/[3]9f…}
 * @param message the line, without its end
 */
public record LogEvent(Instant time, String stream, String message) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Time, stream and message, as {@code aws logs tail} prints them. */
    @Override
    public String toString() {
        return TIME.format(time) + " " + stream + " " + message;
    }
}
