package org.allowput.ops.acceptance.measure;

import java.util.Locale;
import java.util.Optional;

/**
 * A value that was measured, beside what the documents predict.
 *
 * @param predicted empty if no document predicts it
 * @param source the document with the prediction; empty if there is none
 */
public record MeasuredValue(String name, double value, String unit, Optional<Double> predicted, String source) {
    public static MeasuredValue of(String name, double value, String unit) {
        return new MeasuredValue(name, value, unit, Optional.empty(), "");
    }

    public static MeasuredValue predicted(String name, double value, String unit, double predicted, String source) {
        return new MeasuredValue(name, value, unit, Optional.of(predicted), source);
    }

    /** The value divided by the prediction. */
    public Optional<Double> ratio() {
        return predicted.filter(each -> each > 0).map(each -> value / each);
    }

    /** A number with three significant digits. */
    public static String text(double number) {
        return number != 0 && Math.abs(number) < 0.1
                ? String.format(Locale.ROOT, "%.3g", number)
                : String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%,.0f", number);
    }
}
