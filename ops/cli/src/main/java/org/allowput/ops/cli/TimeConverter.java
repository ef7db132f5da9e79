package org.allowput.ops.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times: 1h or 1d ago, a day such as 2026-01-31 (its beginning in UTC), or 2026-01-31T17:00:00Z. */
public final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
            return text.contains("-")
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.now().minus(new DurationConverter().convert(text));
        } catch (DateTimeException | TypeConversionException e) {
            throw new TypeConversionException(
                    "seen '" + text + "', expected a time such as 1h or 1d (ago), 2026-01-31, or 2026-01-31T17:00:00Z");
        }
    }
}
