package org.allowput.emulator.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what happens by itself, by looking again and again until a deadline. */
public final class Eventually {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Eventually() {}

    /** Returns as soon as it is so. @throws AssertionError when it is not so by then: says what was seen last */
    public static <T> T until(
            Duration patience, String what, Supplier<T> look, java.util.function.Predicate<? super T> isSo) {
        var deadline = Instant.now().plus(patience);
        while (true) {
            var seen = look.get();
            if (isSo.test(seen)) {
                return seen;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(what + ": not within " + patience + ", seen last: " + seen);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
