package org.allowput.sandbox.simulation.time;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The timers of the SDK, with which it ends requests that take too long: each runs a task once. */
public final class SimulatedTimers {
    private SimulatedTimers() {}

    public static ScheduledExecutorService of(VirtualTime time) {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                SimulatedTimers.class.getClassLoader(),
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
