package org.allowput.lambda.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Closes the sockets whose read has waited for longer than its timeout. It looks at all of them once per second, while
 * there are any, so that a timeout of 30 seconds ends a read after 30 to 31 seconds.
 *
 * <p>With the JDK's own timeout each read on a virtual thread that waits starts a timer and cancels it. Both wake the
 * thread that keeps the timers, which took an eighth of the processor time of small copies.
 */
final class ReadTimeouts {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final Executor afterInterval;
    private final Set<Watched> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    /** A socket with a timeout. */
    interface Watched {
        /** Closes it if its read has waited for longer than its timeout, by {@link ReadTimeouts#nanoTime}. */
        void closeIfReadTimedOut();

        boolean isClosed();
    }

    ReadTimeouts() {
        this(System::nanoTime, CompletableFuture.delayedExecutor(INTERVAL.toSeconds(), TimeUnit.SECONDS));
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param afterInterval runs each task once, later
     */
    ReadTimeouts(LongSupplier nanoTime, Executor afterInterval) {
        this.nanoTime = nanoTime;
        this.afterInterval = afterInterval;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Looks at that socket from now on, until it is closed. */
    void watch(Watched socket) {
        sockets.add(socket);
        schedule();
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            afterInterval.execute(this::check);
        }
    }

    private void check() {
        sockets.forEach(Watched::closeIfReadTimedOut);
        sockets.removeIf(Watched::isClosed);
        isScheduled.set(false);
        if (!sockets.isEmpty()) {
            schedule();
        }
    }
}
