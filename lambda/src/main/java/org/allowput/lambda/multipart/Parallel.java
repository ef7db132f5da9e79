package org.allowput.lambda.multipart;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A bounded number of virtual threads that work off a row of tasks and are all gone when the call returns.
 *
 * <p>What java.util.concurrent.StructuredTaskScope does, which is a preview in JDK 25, and a bound.
 */
final class Parallel {
    private Parallel() {}

    /**
     * The results of tasks 0 to {@code count - 1}, in this order. The first failure interrupts those that run, starts
     * no other, and is thrown.
     *
     * @throws InterruptedException if this thread is interrupted: the tasks have been, too
     */
    static <T> List<T> map(int count, int bound, IntFunction<T> task) throws InterruptedException {
        Object[] results = new Object[count];
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                results[index] = task.apply(index);
            }
            return null;
        };
        int workers = Math.min(bound, count);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Void> finished = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < workers; i++) {
                finished.submit(worker);
            }
            try {
                for (int i = 0; i < workers; i++) {
                    finished.take().get();
                }
            } catch (ExecutionException e) {
                throw unchecked(e);
            } finally {
                threads.shutdownNow();
            }
        }
        @SuppressWarnings("unchecked")
        List<T> inOrder = (List<T>) Arrays.asList(results);
        return inOrder;
    }

    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
