package org.allowput.sandbox.host;

import java.time.Duration;
import java.time.Instant;

/**
 * An invocation that an environment has at hand.
 *
 * @param deadline when the environment is killed
 * @param startNanos when it was taken, by {@link System#nanoTime}
 */
record RunningInvocation(Invocation invocation, Instant deadline, long startNanos) {

    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
