package org.allowput.emulator.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens by itself, by reading it repeatedly until a timeout. */
public final class Eventually {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Eventually() {}

    /**
     * Returns the value as soon as it meets the condition. @throws AssertionError after the timeout, with the last
     * value
     */
    public static <T> T until(Duration timeout, String description, Supplier<T> read, Predicate<? super T> condition) {
        Instant deadline = Instant.now().plus(timeout);
        while (true) {
            T value = read.get();
            if (condition.test(value)) {
                return value;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(description + ": not within " + timeout + ", seen last: " + value);
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }
}
