package org.allowput.ops.acceptance.account;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again until something has happened. */
public record Polling(Duration interval) {
    static final Polling OF_AWS = new Polling(Duration.ofSeconds(2));
    static final Polling OF_EMULATOR = new Polling(Duration.ofMillis(200));

    /** The first value for which {@code done} holds; empty if there is none within {@code timeout}. */
    public <T> Optional<T> until(Duration timeout, Supplier<T> read, Predicate<T> done) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            T value = read.get();
            if (done.test(value)) {
                return Optional.of(value);
            }
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
            LockSupport.parkNanos(interval.toNanos());
        }
    }

    /** Whether something is true within {@code timeout}. */
    public boolean until(Duration timeout, Supplier<Boolean> read) {
        return until(timeout, read, Boolean::booleanValue).isPresent();
    }
}
