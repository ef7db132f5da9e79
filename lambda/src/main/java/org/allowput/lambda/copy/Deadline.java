package org.allowput.lambda.copy;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When the work at hand has to be over. */
@FunctionalInterface
public interface Deadline {
    static Deadline after(Duration time, LongSupplier nanoTime) {
        long begin = nanoTime.getAsLong();
        return () -> time.minusNanos(nanoTime.getAsLong() - begin);
    }

    /** The time until then; zero or less when it has passed. */
    Duration remaining();

    default Deadline earlierBy(Duration reserve) {
        return () -> remaining().minus(reserve);
    }
}
