package org.allowput.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The middle of several runs: what else the machine does at the time shows in the mean, and hardly here. */
final class Median {
    private Median() {}

    /** As it stands in a table: with two decimals. */
    static String shown(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    static <T> double of(List<T> runs, ToDoubleFunction<T> number) {
        double[] sorted = runs.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
