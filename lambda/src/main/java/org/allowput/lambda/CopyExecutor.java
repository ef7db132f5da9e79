package org.allowput.lambda;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;

/**
 * The copies of one invocation, a bounded number of them at once, each on a virtual thread.
 *
 * <p>With less than the reserve left none is begun. With half of it left those that run are interrupted, so that there
 * is time to give up their uploads and to answer. Either way what is not done is handed back, not lost.
 */
final class CopyExecutor {
    private final OfOne copy;
    private final int concurrency;
    private final Duration reserve;

    /** Replicates one object. */
    @FunctionalInterface
    interface OfOne {
        Outcome replicate(String sourceKey, String targetKey, Deadline deadline);
    }

    CopyExecutor(OfOne copy, int concurrency, Duration reserve) {
        this.copy = copy;
        this.concurrency = concurrency;
        this.reserve = reserve;
    }

    /**
     * An outcome for each source key. Returns before the deadline.
     *
     * @param keys target keys by source keys
     */
    Map<String, Outcome> run(Map<String, String> keys, Deadline deadline) {
        Deadline lastStart = deadline.earlierBy(reserve);
        Deadline interrupt = deadline.earlierBy(reserve.dividedBy(2));
        Semaphore free = new Semaphore(concurrency);
        List<Callable<Outcome>> tasks = new ArrayList<>();
        keys.forEach((source, target) -> tasks.add(() -> {
            free.acquire();
            try {
                return lastStart.remaining().isPositive() ? replicate(source, target, interrupt) : notBegun();
            } finally {
                free.release();
            }
        }));
        List<Outcome> outcomes = all(tasks, interrupt, deadline);
        Map<String, Outcome> byKey = new LinkedHashMap<>();
        for (String source : keys.keySet()) {
            byKey.put(source, outcomes.get(byKey.size()));
        }
        return byKey;
    }

    /** An error that one object causes is that object's outcome and fails no other object. */
    private Outcome replicate(String source, String target, Deadline interrupt) {
        try {
            return copy.replicate(source, target, interrupt);
        } catch (RuntimeException | Error e) {
            return new Outcome.Failed(new Failure(Failure.Cause.PERMANENT, "an error of this function: " + e));
        }
    }

    private static List<Outcome> all(List<Callable<Outcome>> tasks, Deadline interrupt, Deadline deadline) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            long time = Math.max(0, interrupt.remaining().toNanos());
            return threads.invokeAll(tasks, time, NANOSECONDS).stream()
                    .map(CopyExecutor::outcome)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tasks.stream().map(task -> stopped()).toList();
        } finally {
            // Not shutdownNow: what runs has been interrupted once, and gives up its upload now.
            threads.shutdown();
            awaitEnd(threads, deadline);
        }
    }

    /** Those that were interrupted end by themselves, except one that waits for an answer which does not come. */
    private static void awaitEnd(ExecutorService threads, Deadline deadline) {
        try {
            threads.awaitTermination(deadline.remaining().dividedBy(2).toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome outcome(Future<Outcome> finished) {
        try {
            return finished.get();
        } catch (CancellationException e) {
            return stopped();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a copy threw, which should have been its outcome", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted at a copy that had ended", e);
        }
    }

    private static Outcome notBegun() {
        return outOfTime("not begun: the time was over");
    }

    private static Outcome stopped() {
        return outOfTime("stopped before the copy was complete: the time was over");
    }

    private static Outcome outOfTime(String reason) {
        return new Outcome.Failed(new Failure(
                Failure.Cause.OUT_OF_TIME,
                reason + "; handed back. If this repeats raise the function's timeout or lower the batch size"));
    }
}
