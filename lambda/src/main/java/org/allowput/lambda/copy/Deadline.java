package org.allowput.lambda.copy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The time at which an invocation, or a part of its work, has to be over. */
@FunctionalInterface
public interface Deadline {
    /** With less time than this no request is sent: what is left is for the response. */
    Duration LEAST_TIME = Duration.ofMillis(400);

    static Deadline after(Duration time, LongSupplier nanoTime) {
        long begin = nanoTime.getAsLong();
        return () -> time.minusNanos(nanoTime.getAsLong() - begin);
    }

    /** The time until then; zero or less when it has passed. */
    Duration remaining();

    /** The time for one more request and the response, or nothing if no request is sent any more. */
    default Optional<Duration> timeForRequest() {
        return Optional.of(remaining()).filter(left -> left.compareTo(LEAST_TIME) >= 0);
    }

    default Deadline earlierBy(Duration reserve) {
        return () -> remaining().minus(reserve);
    }
}
