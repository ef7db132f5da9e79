package org.allowput.sandbox.demo;

import java.util.function.LongSupplier;
import org.allowput.sandbox.status.ByteSize;

/** Bytes that were transferred, and how many of them in a second on average until the last of them. */
final class TransferRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private final long started;
    private long bytes;
    private long last;

    /** @param nanoTime the time in nanoseconds, as {@link System#nanoTime} */
    TransferRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.last = started;
    }

    synchronized void add(long more) {
        total(bytes + more);
    }

    /** Sets how many bytes were transferred in all. */
    synchronized void total(long all) {
        if (all != bytes) {
            bytes = all;
            last = nanoTime.getAsLong();
        }
    }

    /** Such as {@code 1.5 GiB, 80 MiB/s}. */
    @Override
    public synchronized String toString() {
        double seconds = (last - started) / NANOS_PER_SECOND;
        return ByteSize.text(bytes) + (seconds > 0 ? ", " + ByteSize.text(Math.round(bytes / seconds)) + "/s" : "");
    }
}
