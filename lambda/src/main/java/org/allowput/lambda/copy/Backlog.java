package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.allowput.lambda.failure.Failure;

/**
 * The bytes that the copies under way have still to move, as far as the expected throughput tells: all copies of an
 * environment share its network and its processor.
 *
 * <p>Starts an object only if all that has been started before is expected to be over in time with it. So with nothing
 * under way every object is started that alone fits, and each delivery of a batch brings at least one of its objects
 * across.
 */
public final class Backlog {
    private final ExpectedThroughput throughput;
    private final LongSupplier nanoTime;
    private long started;
    private double left;
    private long asOf;

    /** @param nanoTime the time in nanoseconds, from any origin */
    public Backlog(ExpectedThroughput throughput, LongSupplier nanoTime) {
        this.throughput = throughput;
        this.nanoTime = nanoTime;
        this.asOf = nanoTime.getAsLong();
    }

    /**
     * Why an object of that size is not started now, or nothing: then it counts as under way until its {@link #end}.
     */
    synchronized Optional<Failure> start(long size, Deadline deadline) {
        update();
        Optional<Failure> refusal = throughput
                .refusalOf(size, deadline)
                .or(() -> throughput.refusalBesideOthers((long) left, size, deadline));
        if (refusal.isEmpty()) {
            started += size;
            left += (double) size;
        }
        return refusal;
    }

    /** Tells that a copy of that size, which was started, is over, complete or not. */
    synchronized void end(long size) {
        update();
        started -= size;
        left = Math.min(left, (double) started);
    }

    private void update() {
        long now = nanoTime.getAsLong();
        double moved = (double) throughput.bytesPerSecond() * (now - asOf) / SECONDS.toNanos(1);
        left = Math.max(0, left - moved);
        asOf = now;
    }
}
