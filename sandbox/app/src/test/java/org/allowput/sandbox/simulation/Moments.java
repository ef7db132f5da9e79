package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What happens while a copy runs: between two of its requests. */
final class Moments extends Participant {
    /** About as long as a request takes. */
    private static final int LATEST_MILLIS = 60;

    private final List<Moment> pending = new ArrayList<>();

    private record Moment(Predicate<HttpCall> requests, AtomicInteger left, Runnable action) {}

    Moments(Cloud cloud) {
        super(cloud);
        cloud.watch(this::see);
    }

    /** Requests to either bucket about an object with that key. */
    static Predicate<HttpCall> copying(String key) {
        return call -> call.key().equals(key)
                && (call.bucket().equals(SimulatedDeployment.SOURCE)
                        || call.bucket().equals(SimulatedDeployment.TARGET));
    }

    /** Does something once, shortly after so many of these requests have been sent. */
    void after(int count, Predicate<HttpCall> requests, Runnable action) {
        pending.add(new Moment(requests, new AtomicInteger(count), action));
    }

    private void see(HttpCall call) {
        for (Moment moment : List.copyOf(pending)) {
            if (moment.requests.test(call) && moment.left.decrementAndGet() == 0) {
                pending.remove(moment);
                time.after(Duration.ofMillis(random.nextInt(LATEST_MILLIS)), moment.action);
            }
        }
    }
}
