package org.allowput.sandbox.report;

import java.util.ArrayList;
import java.util.List;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.log.Quantiles;

/**
 * What was copied in a part of a run.
 *
 * @param fromMillis since the run's first moment
 * @param millis how long the part is
 */
record TimeSlice(long fromMillis, long millis, long objects, long bytes, Quantiles lag) {
    private static final int MAX_SLICES = 40;
    private static final long[] LENGTHS = {100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000
    };

    /** The run in equally long parts, 40 at most unless it took longer than ten hours. */
    static List<TimeSlice> of(List<LoggedOutcome> copies, long startMillis, long endMillis) {
        long length = LENGTHS[LENGTHS.length - 1];
        for (int i = LENGTHS.length - 1; i >= 0 && (endMillis - startMillis) / LENGTHS[i] < MAX_SLICES; i--) {
            length = LENGTHS[i];
        }
        List<TimeSlice> slices = new ArrayList<>();
        for (long from = startMillis; from <= endMillis; from += length) {
            long start = from;
            long end = from + length;
            List<LoggedOutcome> within = copies.stream()
                    .filter(copy ->
                            start <= copy.time().toEpochMilli() && copy.time().toEpochMilli() < end)
                    .toList();
            slices.add(new TimeSlice(
                    start - startMillis,
                    length,
                    within.size(),
                    within.stream().mapToLong(LoggedOutcome::bytes).sum(),
                    Quantiles.of(within.stream()
                            .map(copy -> copy.lagMillis().orElseThrow())
                            .toList())));
        }
        return slices;
    }

    double seconds() {
        return fromMillis / 1000.0;
    }

    double objectsPerSecond() {
        return objects * 1000.0 / millis;
    }

    double mebibytesPerSecond() {
        return bytes * 1000.0 / millis / (1 << 20);
    }
}
