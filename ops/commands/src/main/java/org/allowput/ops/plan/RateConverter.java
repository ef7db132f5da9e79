package org.allowput.ops.plan;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.plan.price.Price;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads rates such as 200/s and 10000/day as objects per second. */
final class RateConverter implements ITypeConverter<Double> {
    private static final Pattern RATE = Pattern.compile("(\\d[\\d,]{0,17}(?:\\.\\d{1,9})?)/(s|min|h|day|month)");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "min", 60, "h", 3_600, "day", Price.DAY_SECONDS, "month", Price.MONTH_SECONDS);

    @Override
    public Double convert(String text) {
        Matcher rate = RATE.matcher(text);
        double count = rate.matches() ? Double.parseDouble(rate.group(1).replace(",", "")) : 0;
        if (count == 0) {
            throw new TypeConversionException(
                    "seen '" + text + "', expected objects per s, min, h, day or month, such as 200/s or 10000/day");
        }
        return count / SECONDS.getOrDefault(rate.group(2), 1);
    }
}
