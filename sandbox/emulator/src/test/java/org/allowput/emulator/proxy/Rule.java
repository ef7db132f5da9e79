package org.allowput.emulator.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault, and its requests: of those that match, the {@code first} and the {@code times - 1} after it. */
final class Rule {
    private final Predicate<ProxiedRequest> when;
    private final int first;
    private final int times;
    private final Fault fault;
    private final AtomicInteger matched = new AtomicInteger();

    /** @param first counted from 1 */
    Rule(Predicate<ProxiedRequest> when, int first, int times, Fault fault) {
        this.when = when;
        this.first = first;
        this.times = times;
        this.fault = fault;
    }

    boolean appliesTo(ProxiedRequest request) {
        if (!when.test(request)) {
            return false;
        }
        int number = matched.incrementAndGet();
        return number >= first && number - first < times;
    }

    Fault fault() {
        return fault;
    }
}
