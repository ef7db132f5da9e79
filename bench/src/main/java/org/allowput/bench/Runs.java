package org.allowput.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.allowput.ops.cli.Output;

/** The runs of one program with one workload: in each round one, which is printed. */
record Runs(String label, List<Measurement> measured) {
    void add(String work, Measurement run) {
        measured.add(run);
        System.err.println(work + ", round " + measured.size() + ", " + label + ": " + run);
    }

    double cpu() {
        return median(Measurement::cpu);
    }

    /** The middle of them: what else the machine does at the time shows in the mean, and hardly here. */
    double median(ToDoubleFunction<Measurement> number) {
        double[] sorted = measured.stream().mapToDouble(number).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    Map<String, Object> row(String work, double ours) {
        Map<String, Object> row = Output.facts("objects", work, "by", label);
        row.put("CPU s", hundredths(cpu()));
        row.put("of ours", hundredths(cpu() / ours));
        row.put("wall s", hundredths(median(Measurement::wall)));
        row.put("first event s", hundredths(median(Measurement::first)));
        row.put("resident MiB", Math.round(median(Measurement::resident)));
        return row;
    }

    static BigDecimal hundredths(double number) {
        return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
    }
}
