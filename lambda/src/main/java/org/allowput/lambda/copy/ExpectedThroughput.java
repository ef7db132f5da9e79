package org.allowput.lambda.copy;

import java.time.Duration;
import java.util.Optional;
import org.allowput.lambda.failure.Failure;

/**
 * How fast objects are expected to be copied: what tells before the first byte whether the time will do.
 *
 * @param bytesPerSecond what one invocation copies, of one large object or of several together
 * @param longest what a copy can take at most, in the largest timeout that Lambda has
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">Function timeout: at most 900
 *     seconds</a>
 */
public record ExpectedThroughput(long bytesPerSecond, Duration longest) {
    public ExpectedThroughput {
        if (bytesPerSecond < 1 || !longest.isPositive()) {
            throw new IllegalArgumentException(bytesPerSecond + " bytes per second for at most " + longest);
        }
    }

    /** The largest object that fits into the largest timeout, in bytes. */
    long largest() {
        return Math.multiplyExact(bytesPerSecond, longest.toSeconds());
    }

    Optional<Failure> refusalOf(long size, Deadline deadline) {
        if (size > largest()) {
            return Optional.of(new Failure(
                    Failure.Cause.PERMANENT,
                    size + " bytes take about " + size / bytesPerSecond + " s at " + bytesPerSecond
                            + " bytes a second; the largest timeout leaves " + longest.toSeconds() + " s, enough for "
                            + largest() + " bytes: copy this object by other means"));
        }
        Duration needed = Duration.ofSeconds(size / bytesPerSecond);
        Duration remaining = deadline.remaining();
        if (needed.compareTo(remaining) > 0) {
            return Optional.of(new Failure(
                    Failure.Cause.OUT_OF_TIME,
                    size + " bytes take about " + needed.toSeconds() + " s and " + remaining.toSeconds()
                            + " s are left: handed back; raise the function's timeout if this repeats"));
        }
        return Optional.empty();
    }

    /**
     * Why an object of that size, which alone would fit, is not begun beside others, or nothing. What takes less than a
     * second is begun in any case.
     *
     * @param inFlightBytes what the others have still to move, in bytes
     */
    Optional<Failure> refusalBesideOthers(long inFlightBytes, long size, Deadline deadline) {
        Duration remaining = deadline.remaining();
        boolean fits =
                Duration.ofSeconds((inFlightBytes + size) / bytesPerSecond).compareTo(remaining) <= 0;
        if (fits || size < bytesPerSecond) {
            return Optional.empty();
        }
        return Optional.of(new Failure(
                Failure.Cause.OUT_OF_TIME,
                size + " bytes take about " + size / bytesPerSecond + " s, the copies under way take "
                        + inFlightBytes / bytesPerSecond + " s more, and " + remaining.toSeconds()
                        + " s are left: handed back; lower queue.batchSize if this repeats"));
    }
}
