package org.allowput.sandbox.simulation.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
}
