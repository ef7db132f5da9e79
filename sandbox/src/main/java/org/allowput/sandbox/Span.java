package org.allowput.sandbox;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: 90s, 15m, 2h, 1d. */
final class Span {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})([smhd])");

    private Span() {}

    static final class Reader implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            var written = WRITTEN.matcher(text);
            if (!written.matches()) {
                throw new TypeConversionException("seen '" + text + "', expected a time such as 90s, 15m, 2h or 1d");
            }
            long number = Long.parseLong(written.group(1));
            return switch (written.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
