package org.allowput.host.environment;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that outlive a request: one that starts child processes, one that keeps time. */
final class HostThreads implements AutoCloseable {
    /** A child is killed by the kernel when the thread that started it ends: so it is always this one. */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("environment-starter").factory());

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("invocation-timer").factory());

    HostThreads() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs {@code start} on the thread that starts processes, which an exception does not end. */
    void start(Runnable start) {
        Future<?> unused = starter.submit(start);
    }

    ScheduledFuture<?> after(Duration delay, Runnable task) {
        return timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** To be called when no child is left. */
    @Override
    public void close() {
        starter.shutdown();
        timer.shutdownNow();
    }

    /** What happens if something takes too long. One at a time: setting it again is for the next thing. */
    static final class TimeLimit {
        private volatile @Nullable ScheduledFuture<?> task;

        void set(HostThreads threads, Duration left, Runnable action) {
            task = threads.after(left, action);
        }

        /** It did not take too long. */
        void cancel() {
            ScheduledFuture<?> pending = task;
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }
}
