package org.allowput.lambda.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.allowput.lambda.events.DeliveryResult;

/**
 * Decides how long after a failed delivery a message is delivered again, by how often it was received: seconds at
 * first, then minutes. The delays of messages that failed together differ at random, so that they do not return
 * together.
 *
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts, retries,
 *     and backoff with jitter</a>
 */
public final class RetrySchedule {
    private static final int[] SECONDS = {5, 20, 80, 180, 300};
    /**
     * Longer than the minutes that S3 may go on with an upload whose client is gone: "several", without a limit. SQS
     * delays a message that is sent again by at most 15.
     */
    private static final Range LATE = new Range(Duration.ofMinutes(12), Duration.ofMinutes(15));

    /** Deliveries after which even an urgent message waits: each of them has copied what it could. */
    private static final int IMMEDIATE_DELIVERIES = 3;

    private final RandomGenerator random;
    private final int percent;

    /**
     * @param random must differ between execution environments that were restored from one snapshot:
     *     https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html
     * @param percent of the delays of {@link #range}, 1 to 100; less than 100 is for tests
     */
    public RetrySchedule(RandomGenerator random, int percent) {
        this.random = random;
        this.percent = percent;
    }

    public record Range(Duration shortest, Duration longest) {}

    /** The delays after so many deliveries, at least 1, of which the last one failed. */
    public static Range range(DeliveryResult.Urgency urgency, int deliveries) {
        return switch (urgency) {
            case IMMEDIATE ->
                deliveries <= IMMEDIATE_DELIVERIES
                        ? new Range(Duration.ZERO, Duration.ZERO)
                        : range(DeliveryResult.Urgency.NORMAL, deliveries - IMMEDIATE_DELIVERIES);
            case NORMAL -> new Range(percent(step(deliveries), 75), percent(step(deliveries), 125));
            case LOW -> new Range(step(deliveries + 1), percent(step(deliveries + 1), 200));
            case LATE -> LATE;
        };
    }

    /** A delay after a failed delivery, in whole seconds, as SQS takes it. */
    Duration delay(DeliveryResult.Urgency urgency, int deliveries) {
        Range range = range(urgency, deliveries);
        long shortest = range.shortest().toMillis();
        long millis = random.nextLong(shortest, range.longest().toMillis() + 1);
        return Duration.ofSeconds(Math.ceilDiv(millis * percent / 100, 1000));
    }

    private static Duration step(int deliveries) {
        return Duration.ofSeconds(SECONDS[Math.clamp(deliveries, 1, SECONDS.length) - 1]);
    }

    private static Duration percent(Duration duration, int percent) {
        return duration.multipliedBy(percent).dividedBy(100);
    }
}
