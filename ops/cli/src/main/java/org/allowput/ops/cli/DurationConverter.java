package org.allowput.ops.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as 90s, 15m, 2h and 1d. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern DURATION = Pattern.compile("\\d{1,6}[smhd]");

    @Override
    public Duration convert(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new TypeConversionException("seen '" + text + "', expected a time such as 90s, 15m, 2h or 1d");
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }
}
