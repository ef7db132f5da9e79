package org.allowput.ops.plan.price;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long an invocation takes for a batch of small objects that are copied at the same time: measured, with one vCPU,
 * a server that answers after 30 ms, and objects of 10 KiB.
 */
public final class BatchTime {
    /** Milliseconds that are billed, by messages in the batch. */
    public static final NavigableMap<Integer, Integer> MEASURED = new TreeMap<>(Map.of(1, 98, 10, 118, 100, 230));

    private BatchTime() {}

    /**
     * Seconds, interpolated between what was measured.
     *
     * @param objects in the batch, 1 at least
     * @param copies at a time
     */
    public static double seconds(double objects, int copies) {
        int most = Math.min(copies, MEASURED.lastKey());
        return objects <= most ? interpolated(objects) : interpolated(most) * objects / most;
    }

    private static double interpolated(double objects) {
        Map.Entry<Integer, Integer> below = MEASURED.floorEntry((int) objects);
        Map.Entry<Integer, Integer> above = MEASURED.higherEntry((int) objects);
        double milliseconds = above == null
                ? below.getValue()
                : below.getValue()
                        + (objects - below.getKey())
                                * (above.getValue() - below.getValue())
                                / (above.getKey() - below.getKey());
        return milliseconds / 1_000;
    }
}
