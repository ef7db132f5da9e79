package org.allowput.ops.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Reads times and durations as people write them. */
final class Times {
    private static final Pattern DURATION = Pattern.compile("\\d{1,6}[smhd]");

    private Times() {}

    /** 90s, 15m, 2h and 1d. */
    static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new TypeConversionException("seen '" + text + "', expected a time such as 90s, 15m, 2h or 1d");
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }

    /** 1h or 1d ago, a day such as 2026-01-31 (its beginning in UTC), or 2026-01-31T17:00:00Z. */
    static Instant instant(String text) {
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
            return text.contains("-")
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.now().minus(duration(text));
        } catch (DateTimeException | TypeConversionException e) {
            throw new TypeConversionException(
                    "seen '" + text + "', expected a time such as 1h or 1d (ago), 2026-01-31, or 2026-01-31T17:00:00Z");
        }
    }
}
