package org.allowput.host.invocation;

import java.time.Duration;
import java.time.Instant;

/**
 * An invocation that an environment has at hand.
 *
 * @param deadline when the environment is killed
 * @param startNanos when it was taken, by {@link System#nanoTime}
 */
public record RunningInvocation(Invocation invocation, Instant deadline, long startNanos) {
    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
