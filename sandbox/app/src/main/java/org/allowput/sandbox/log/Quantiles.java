package org.allowput.sandbox.log;

import java.util.Collection;

/**
 * Of some numbers: the one in the middle, the one that 95 of 100 do not exceed, and the largest. All 0 without numbers.
 */
public record Quantiles(long median, long p95, long longest) {
    /** By the nearest rank: each of the three is one of the numbers. */
    public static Quantiles of(Collection<Long> numbers) {
        long[] sorted = numbers.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Quantiles(at(sorted, 50), at(sorted, 95), at(sorted, 100));
    }

    private static long at(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }
}
