package org.allowput.sandbox.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;

/**
 * How many numbers are at least {@code from} and below {@code to}.
 *
 * @param label of both, for people
 */
record HistogramBin(String label, long from, long to, long count) {
    private static final int AT_MOST = 20;

    /**
     * Equally wide, from 0 on, as few as show the numbers and 20 at most; the width is 1, 2 or 5 times a power of 10.
     */
    static List<HistogramBin> equal(Collection<Long> numbers, LongFunction<String> text) {
        long largest = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
        long width = 1;
        for (int step = 0; largest / width >= AT_MOST; step++) {
            width = step % 3 == 1 ? width / 2 * 5 : width * 2;
        }
        List<HistogramBin> bins = new ArrayList<>();
        for (long from = 0; from <= largest; from += width) {
            bins.add(counted(from, from + width, numbers, text));
        }
        return bins;
    }

    /** Each four times as wide as the one before, the first from 0 to 1,024; none beyond the largest number. */
    static List<HistogramBin> growing(Collection<Long> numbers, LongFunction<String> text) {
        long largest = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
        List<HistogramBin> bins = new ArrayList<>();
        long from = 0;
        for (long to = 1024; from == 0 || from <= largest; to *= 4) {
            bins.add(counted(from, to, numbers, text));
            from = to;
        }
        return bins;
    }

    private static HistogramBin counted(long from, long to, Collection<Long> numbers, LongFunction<String> text) {
        long count =
                numbers.stream().filter(number -> number >= from && number < to).count();
        return new HistogramBin(text.apply(from) + " to " + text.apply(to), from, to, count);
    }
}
