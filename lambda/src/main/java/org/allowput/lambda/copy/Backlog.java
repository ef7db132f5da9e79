package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
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
        Optional<Failure> refusal = refusal(size, deadline);
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

    private Optional<Failure> refusal(long size, Deadline deadline) {
        long bytesPerSecond = throughput.bytesPerSecond();
        long needed = size / bytesPerSecond;
        Duration remaining = deadline.remaining();
        if (size > throughput.largest()) {
            return Optional.of(new Failure(
                    FailureCause.PERMANENT,
                    size + " bytes take about " + needed + " s at " + bytesPerSecond
                            + " bytes a second; the largest timeout leaves "
                            + throughput.longest().toSeconds() + " s, enough for " + throughput.largest()
                            + " bytes: copy this object by other means"));
        }
        if (Duration.ofSeconds(needed).compareTo(remaining) > 0) {
            return Optional.of(new Failure(
                    FailureCause.OUT_OF_TIME,
                    size + " bytes take about " + needed + " s and " + remaining.toSeconds()
                            + " s are left: handed back; raise the function's timeout if this repeats"));
        }
        // Beside others. What takes less than a second is begun in any case.
        long inFlight = (long) left;
        if (Duration.ofSeconds((inFlight + size) / bytesPerSecond).compareTo(remaining) <= 0 || needed < 1) {
            return Optional.empty();
        }
        return Optional.of(new Failure(
                FailureCause.OUT_OF_TIME,
                size + " bytes take about " + needed + " s, the copies under way take " + inFlight / bytesPerSecond
                        + " s more, and " + remaining.toSeconds()
                        + " s are left: handed back; lower queue.batchSize if this repeats"));
    }
}
