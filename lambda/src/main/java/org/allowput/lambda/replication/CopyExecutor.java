package org.allowput.lambda.replication;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.session.CopySession;

/**
 * Runs the copies of one invocation on virtual threads, a bounded number at once.
 *
 * <p>When less than the reserve is left, no copy is started. When half of it is left, the copies in flight are
 * interrupted, so that there is time to respond. What is not done is reported as failed and retried.
 */
final class CopyExecutor {
    private final CopySession session;
    private final BiFunction<CopyTask, TooLarge, Outcome> handOver;
    private final int concurrency;
    private final Duration reserve;
    private final Supplier<ExecutorService> threads;

    /**
     * @param handOver gives an object that is too large to the workflow
     * @param threads makes the threads that the copies run on
     */
    CopyExecutor(
            CopySession session,
            BiFunction<CopyTask, TooLarge, Outcome> handOver,
            int concurrency,
            Duration reserve,
            Supplier<ExecutorService> threads) {
        this.session = session;
        this.handOver = handOver;
        this.concurrency = concurrency;
        this.reserve = reserve;
        this.threads = threads;
    }

    Map<CopyTask, Outcome> run(Collection<CopyTask> tasks, Deadline deadline) {
        Deadline lastStart = deadline.earlierBy(reserve);
        Deadline interrupt = deadline.earlierBy(reserve.dividedBy(2));
        Semaphore permits = new Semaphore(concurrency);
        Set<CopyTask> begun = ConcurrentHashMap.newKeySet();
        Map<CopyTask, Outcome> ended = new ConcurrentHashMap<>();
        List<Callable<Void>> calls = new ArrayList<>();
        for (CopyTask task : tasks) {
            calls.add(() -> {
                permits.acquire();
                try {
                    if (lastStart.remaining().isPositive()) {
                        begun.add(task);
                        ended.put(task, copy(task, interrupt));
                    } else {
                        ended.put(task, notStarted());
                    }
                } finally {
                    permits.release();
                }
                return null;
            });
        }
        invokeAll(calls, interrupt, deadline);
        Map<CopyTask, Outcome> outcomes = new LinkedHashMap<>();
        for (CopyTask task : tasks) {
            outcomes.put(task, ended.getOrDefault(task, begun.contains(task) ? unended() : stopped()));
        }
        return outcomes;
    }

    /** An error that one object causes is that object's outcome and fails no other object. */
    private Outcome copy(CopyTask task, Deadline interrupt) {
        try {
            return switch (session.copy(task, interrupt)) {
                case Outcome outcome -> outcome;
                case TooLarge object -> handOver(task, object);
            };
        } catch (OutOfMemoryError e) {
            return new Outcome.Failed(new Failure(
                    Failure.Cause.RETRYABLE,
                    "an error of this function: " + e + ": increase function.memoryMiB, or decrease"
                            + " queue.batchSize"));
        } catch (RuntimeException | Error e) {
            return new Outcome.Failed(new Failure(Failure.Cause.PERMANENT, "an error of this function: " + e));
        }
    }

    private Outcome handOver(CopyTask task, TooLarge object) {
        try {
            return handOver.apply(task, object);
        } catch (RuntimeException e) {
            return new Outcome.Failed(FailureClassifier.of(e));
        }
    }

    private void invokeAll(List<Callable<Void>> calls, Deadline interrupt, Deadline deadline) {
        ExecutorService executor = threads.get();
        try {
            executor.invokeAll(calls, Math.max(0, interrupt.remaining().toNanos()), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdown();
            awaitTermination(executor, deadline);
        }
    }

    /** Interrupted copies end by themselves, unless one waits for a response that does not arrive. */
    private static void awaitTermination(ExecutorService executor, Deadline deadline) {
        try {
            executor.awaitTermination(deadline.remaining().dividedBy(2).toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome notStarted() {
        return new Outcome.Failed(new Failure(
                Failure.Cause.OUT_OF_TIME,
                "not begun: the time was over; handed back. If this repeats raise the function's timeout or lower the"
                        + " batch size"));
    }

    private static Outcome unended() {
        return new Outcome.Failed(FailureClassifier.unended());
    }

    private static Outcome stopped() {
        return new Outcome.Failed(FailureClassifier.stopped());
    }
}
