package org.allowput.ops.records;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class ManyAtATime {
    private ManyAtATime() {}

    /**
     * Does the same with each of the things, on several threads and in no order. Returns when all is done.
     *
     * @param things are taken on this thread, one when it can be begun
     * @param most how many at a time
     * @throws RuntimeException what the first one threw that failed; no other is begun after it
     */
    public static <T> void forEach(Iterator<T> things, int most, Consumer<T> action) {
        Semaphore free = new Semaphore(most);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (failure.get() == null && things.hasNext()) {
                T thing = things.next();
                free.acquire();
                threads.execute(() -> {
                    try {
                        action.accept(thing);
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        free.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while requests were sent", e);
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
