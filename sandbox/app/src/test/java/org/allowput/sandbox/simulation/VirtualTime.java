package org.allowput.sandbox.simulation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when nothing else is left to do, and the one carrier of all virtual threads of a simulation.
 *
 * <p>One thread at a time runs, until it waits. Which one is next is drawn from the random generator, so that a seed
 * decides the order. Virtual threads that a thread starts run here as well: the JDK hands the scheduler on.
 */
public final class VirtualTime implements Executor {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /**
     * {@code ThreadBuilders.newVirtualThread}: the JDK has no public way to choose the scheduler of a virtual thread.
     */
    private static final Method NEW_THREAD = newThread();

    private final RandomGenerator random;
    private final List<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<Wait> waits = new LinkedHashSet<>();
    private @Nullable Throwable failure;
    private long now;
    private long sequence;
    private boolean over;
    private boolean stopped;

    /** @param random decides which of the threads that can run is next */
    public VirtualTime(RandomGenerator random) {
        this.random = random;
    }

    /** Something that happens at a time, unless it is cancelled. */
    public static final class Timer implements Comparable<Timer> {
        private final long due;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Timer(long due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }

        public void cancel() {
            cancelled = true;
        }

        long due() {
            return due;
        }

        @Override
        public int compareTo(Timer other) {
            return due == other.due ? Long.compare(order, other.order) : Long.compare(due, other.due);
        }
    }

    public static final class Wait {
        private final Thread thread = Thread.currentThread();
        private boolean ended;

        public void end() {
            ended = true;
            LockSupport.unpark(thread);
        }
    }

    private static Method newThread() {
        try {
            Method method = Class.forName("java.lang.ThreadBuilders")
                    .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK 25 with --add-opens java.base/java.lang=ALL-UNNAMED is needed", e);
        }
    }

    public Instant instant() {
        return START.plusNanos(now);
    }

    /** Nanoseconds since the simulation began. */
    public long nanoTime() {
        return now;
    }

    /** Whether the simulation has ended: what still runs has no effect any more. */
    public boolean isOver() {
        return over;
    }

    public Timer after(Duration delay, Runnable action) {
        Timer timer = new Timer(now + Math.max(0, delay.toNanos()), sequence++, action);
        timers.add(timer);
        return timer;
    }

    public void start(String name, Runnable task) {
        try {
            Thread thread = (Thread) NEW_THREAD.invoke(null, this, name, 0, (Runnable) () -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    if (!over && failure == null) {
                        failure = e;
                    }
                }
            });
            thread.start();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the time has passed, or at once and false if the thread is interrupted. */
    public boolean sleep(Duration time) {
        return await(new Wait(), time);
    }

    /** Returns when the wait has ended, or the time has passed, or false if the thread is interrupted. */
    public boolean await(Wait wait, Duration longest) {
        Timer timer = after(longest, wait::end);
        try {
            return await(wait);
        } finally {
            timer.cancel();
        }
    }

    /** Returns when the wait has ended, or false if the thread is interrupted. */
    public boolean await(Wait wait) {
        waits.add(wait);
        try {
            while (!wait.ended && !over) {
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.park(this);
            }
            return true;
        } finally {
            waits.remove(wait);
        }
    }

    @Override
    public void execute(Runnable continuation) {
        ready.add(continuation);
    }

    /** Nothing else happens from now on. */
    public void stop() {
        stopped = true;
    }

    /** Lets everything happen until nothing is left before that time, which it then is. */
    public void runUntil(Duration sinceStart) {
        long end = sinceStart.toNanos();
        while (!stopped) {
            runReady();
            Timer next = timers.peek();
            if (next == null || next.due > end) {
                now = Math.max(now, end);
                return;
            }
            timers.remove();
            if (!next.cancelled) {
                now = next.due;
                next.action.run();
            }
        }
    }

    private void runReady() {
        while (!ready.isEmpty() && !stopped) {
            int chosen = ready.size() == 1 ? 0 : random.nextInt(ready.size());
            ready.remove(chosen).run();
            if (failure != null) {
                throw new AssertionError("a thread of the simulation failed", failure);
            }
        }
    }

    /** Ends every wait, so that every thread ends. */
    public void end() {
        over = true;
        timers.clear();
        for (int round = 0; round < 1000 && !(waits.isEmpty() && ready.isEmpty()); round++) {
            List.copyOf(waits).forEach(Wait::end);
            while (!ready.isEmpty()) {
                ready.removeLast().run();
            }
        }
    }
}
