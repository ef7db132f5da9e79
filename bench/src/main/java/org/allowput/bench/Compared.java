package org.allowput.bench;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.allowput.ops.cli.Output;

/**
 * The measurements of two programs that did the same work in turns.
 *
 * @param cores that each had at most of one core: 1 is no limit
 * @param rclone with as many runs, each after the function's
 */
record Compared(double cores, String workload, Runs function, Runs rclone) {
    /** The function's median as a multiple of rclone's. */
    double ratio(ToDoubleFunction<Measurement> number) {
        return function.median(number) / rclone.median(number);
    }

    Map<String, Object> row() {
        Map<String, Object> row = Output.facts("of a core", BigDecimal.valueOf(cores), "objects", workload);
        row.put("CPU s", medians(Measurement::cpu));
        row.put("ratio", Runs.hundredths(ratio(Measurement::cpu)));
        row.put("ratios of the rounds", ratios(Measurement::cpu));
        row.put("wall-clock s", medians(Measurement::wall));
        row.put("ratio of these", Runs.hundredths(ratio(Measurement::wall)));
        return row;
    }

    private String medians(ToDoubleFunction<Measurement> number) {
        return String.format(Locale.ROOT, "%.1f, %.1f", function.median(number), rclone.median(number));
    }

    private String ratios(ToDoubleFunction<Measurement> number) {
        double[] ratios = IntStream.range(0, function.measured().size())
                .mapToDouble(round -> number.applyAsDouble(function.measured().get(round))
                        / number.applyAsDouble(rclone.measured().get(round)))
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, "%.2f to %.2f", ratios[0], ratios[ratios.length - 1]);
    }
}
