package org.allowput.ops.acceptance.account;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks at the same time, each in a thread of its own. */
public final class Concurrently {
    private Concurrently() {}

    /**
     * Runs all tasks, and returns their results in the order of the tasks when the last one has ended.
     *
     * @throws RuntimeException what the first task in the list that failed has thrown; the others have ended, too
     */
    public static <T> List<T> all(List<? extends Callable<T>> tasks) {
        List<Future<T>> ended;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ended = tasks.stream().map(task -> threads.submit(task)).toList();
        }
        return ended.stream().map(Concurrently::result).toList();
    }

    /** Runs all tasks, and returns when the last one has ended; throws as {@link #all} does. */
    public static void run(List<Runnable> tasks) {
        all(tasks.stream().map(Executors::callable).toList());
    }

    private static <T> T result(Future<T> task) {
        if (task.state() == Future.State.SUCCESS) {
            return task.resultNow();
        }
        Throwable failure = task.exceptionNow();
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
