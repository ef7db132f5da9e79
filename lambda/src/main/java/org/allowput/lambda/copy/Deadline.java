package org.allowput.lambda.copy;

import java.time.Duration;

/** When the work at hand has to be over. */
@FunctionalInterface
public interface Deadline {
    /** The end of a time that begins now. */
    static Deadline after(Duration time) {
        long begin = System.nanoTime();
        return () -> time.minusNanos(System.nanoTime() - begin);
    }

    /** The time until then; zero or less when it has passed. */
    Duration remaining();

    /** The same, but sooner. */
    default Deadline earlierBy(Duration reserve) {
        return () -> remaining().minus(reserve);
    }
}
