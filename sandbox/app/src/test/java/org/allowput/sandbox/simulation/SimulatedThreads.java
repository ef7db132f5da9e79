package org.allowput.sandbox.simulation;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A virtual thread for each task, as the function's own, whose time-outs are those of the virtual time. */
public final class SimulatedThreads extends AbstractExecutorService {
    private final VirtualTime time;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<VirtualTime.Wait> waits = new ArrayList<>();
    private int running;

    public SimulatedThreads(VirtualTime time) {
        this.time = time;
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> task : tasks) {
            futures.add(submit(task));
        }
        boolean uninterrupted = awaitNone(Duration.of(timeout, unit.toChronoUnit()));
        futures.forEach(future -> future.cancel(true));
        if (!uninterrupted) {
            throw new InterruptedException();
        }
        return futures;
    }

    private boolean awaitNone(Duration longest) {
        if (running == 0) {
            return true;
        }
        VirtualTime.Wait wait = new VirtualTime.Wait();
        waits.add(wait);
        return time.await(wait, longest);
    }

    @Override
    public void execute(Runnable task) {
        running++;
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                running--;
                if (running == 0) {
                    waits.forEach(VirtualTime.Wait::end);
                    waits.clear();
                }
            }
        });
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!awaitNone(Duration.of(timeout, unit.toChronoUnit()))) {
            throw new InterruptedException();
        }
        return running == 0;
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    /** The timers of the SDK, with which it ends requests that take too long: each runs a task once. */
    public static ScheduledExecutorService timers(VirtualTime time) {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                SimulatedThreads.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("schedule") || !(arguments[0] instanceof Runnable task)) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return new Scheduled(
                            time, task, Duration.of((long) arguments[1], ((TimeUnit) arguments[2]).toChronoUnit()));
                });
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final VirtualTime time;
        private final VirtualTime.Timer timer;

        Scheduled(VirtualTime time, Runnable task, Duration delay) {
            super(() -> {
                task.run();
                return null;
            });
            this.time = time;
            this.timer = time.after(delay, this);
        }

        @Override
        public boolean cancel(boolean interrupts) {
            timer.cancel();
            return super.cancel(interrupts);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(timer.due() - time.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
