package org.allowput.lambda.replication;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.large.Executions;

/**
 * Runs the copies of one invocation on virtual threads, a bounded number at once.
 *
 * <p>When less than the reserve is left, no copy is started. When half of it is left, the copies in flight are
 * interrupted, so that there is time to respond. What is not done is reported as failed and retried.
 */
public final class CopyExecutor {
    private final ObjectCopier copier;
    private final Executions executions;
    private final int concurrency;
    private final Duration reserve;
    private final Supplier<ExecutorService> threads;

    /**
     * @param executions of the workflow that copies an object if it is too large
     * @param concurrency how many copies run at once, at least 1
     * @param threads makes the threads that the copies run on
     */
    public CopyExecutor(
            ObjectCopier copier,
            Executions executions,
            int concurrency,
            Duration reserve,
            Supplier<ExecutorService> threads) {
        this.copier = copier;
        this.executions = executions;
        this.concurrency = concurrency;
        this.reserve = reserve;
        this.threads = threads;
    }

    /**
     * Copies one object per task. Returns before the deadline.
     *
     * @param tasks each with the event that the workflow gets if its object is too large
     */
    Map<CopyTask, Outcome> run(Map<CopyTask, ChangeEvent> tasks, Deadline deadline) {
        Deadline lastStart = deadline.earlierBy(reserve);
        Deadline interrupt = deadline.earlierBy(reserve.dividedBy(2));
        Semaphore permits = new Semaphore(concurrency);
        Map<CopyTask, Outcome> states = new ConcurrentHashMap<>();
        List<Callable<Void>> calls = new ArrayList<>();
        tasks.forEach((task, event) -> {
            states.put(task, new Outcome.Failed(Failure.stopped()));
            calls.add(() -> {
                permits.acquire();
                try {
                    if (lastStart.remaining().isPositive()) {
                        states.put(task, new Outcome.Failed(Failure.unended()));
                        states.put(task, copy(task, event, interrupt));
                    } else {
                        states.put(task, new Outcome.Failed(Failure.notStarted()));
                    }
                } finally {
                    permits.release();
                }
                return null;
            });
        });
        invokeAll(calls, interrupt, deadline);
        Map<CopyTask, Outcome> outcomes = new LinkedHashMap<>();
        tasks.keySet().forEach(task -> outcomes.put(task, Objects.requireNonNull(states.get(task))));
        return outcomes;
    }

    /** An error that one object causes is that object's outcome and fails no other object. */
    private Outcome copy(CopyTask task, ChangeEvent event, Deadline interrupt) {
        try {
            return switch (copier.replicate(task, interrupt)) {
                case Outcome outcome -> outcome;
                case TooLarge object -> startWorkflow(event, object);
            };
        } catch (RuntimeException | Error e) {
            return new Outcome.Failed(FailureClassifier.of(e));
        }
    }

    private Outcome startWorkflow(ChangeEvent event, TooLarge object) {
        try {
            return executions.start(event, object);
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
}
