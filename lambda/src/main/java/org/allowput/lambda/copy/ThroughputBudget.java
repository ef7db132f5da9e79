package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.failure.Failure;

/**
 * Shares the expected throughput of an execution environment among its copies, which use the same network and
 * processor.
 *
 * <p>An object is copied only if it and all that was reserved before it are expected to be copied in time. If nothing
 * else is reserved, each object that fits alone is copied. So each delivery of a batch copies at least one of its
 * objects.
 */
public final class ThroughputBudget {
    private final ExpectedThroughput throughput;
    private final LongSupplier nanoTime;
    private long reserved;
    private double left;
    private long asOf;

    /** @param nanoTime the time in nanoseconds, from any origin */
    public ThroughputBudget(ExpectedThroughput throughput, LongSupplier nanoTime) {
        this.throughput = throughput;
        this.nanoTime = nanoTime;
        this.asOf = nanoTime.getAsLong();
    }

    /** A decision says whether an object is copied in this invocation. */
    sealed interface Decision {}

    /** The object is not copied in this invocation. */
    record Refusal(Failure failure) implements Decision {}

    /** The object counts as being copied until this is closed. */
    final class Reservation implements Decision, AutoCloseable {
        private final long size;

        private Reservation(long size) {
            this.size = size;
        }

        @Override
        public void close() {
            release(size);
        }
    }

    /** Reserves what an object of that size in bytes needs, if it can be copied before the deadline. */
    synchronized Decision reserve(long size, Deadline deadline) {
        update();
        long bytesPerSecond = throughput.bytesPerSecond();
        long needed = size / bytesPerSecond;
        Duration remaining = deadline.remaining();
        if (size > throughput.largest()) {
            return new Refusal(new Failure(
                    FailureCause.PERMANENT,
                    size + " bytes take about " + needed + " s at " + bytesPerSecond
                            + " bytes a second; the largest timeout leaves "
                            + throughput.longest().toSeconds() + " s, enough for " + throughput.largest()
                            + " bytes: copy this object by other means"));
        }
        if (Duration.ofSeconds(needed).compareTo(remaining) > 0) {
            return outOfTime(size, needed, "", remaining, "raise the function's timeout");
        }
        // What takes less than a second does not wait for other copies.
        long inFlight = (long) left;
        if (Duration.ofSeconds((inFlight + size) / bytesPerSecond).compareTo(remaining) > 0 && needed >= 1) {
            String others = ", the copies in flight take " + inFlight / bytesPerSecond + " s more,";
            return outOfTime(size, needed, others, remaining, "lower queue.batchSize");
        }
        reserved += size;
        left += (double) size;
        return new Reservation(size);
    }

    private static Refusal outOfTime(long size, long needed, String others, Duration remaining, String remedy) {
        return new Refusal(Failure.outOfTime(
                size + " bytes take about " + needed + " s" + others + " and " + remaining.toSeconds() + " s are left",
                remedy));
    }

    private synchronized void release(long size) {
        update();
        reserved -= size;
        left = Math.min(left, (double) reserved);
    }

    private void update() {
        long now = nanoTime.getAsLong();
        double moved = (double) throughput.bytesPerSecond() * (now - asOf) / SECONDS.toNanos(1);
        left = Math.max(0, left - moved);
        asOf = now;
    }
}
