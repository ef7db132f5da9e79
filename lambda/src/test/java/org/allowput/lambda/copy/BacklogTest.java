package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which objects of an invocation are started beside others, at 50 MiB per second and with 890 seconds. */
@Timeout(60)
class BacklogTest {
    private static final long MIB = 1024L * 1024;
    private static final long GIB = 1024 * MIB;
    private static final ExpectedThroughput PACE = new ExpectedThroughput(50 * MIB, Duration.ofSeconds(890));

    private final AtomicLong now = new AtomicLong(-5);
    private final Backlog backlog = new Backlog(PACE, now::get);

    @Test
    void tenObjectsOf20GibibytesAreAllCopiedWithinFiveDeliveries() {
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(20 * GIB);
        }
        for (int delivery = 1; delivery <= 5; delivery++) {
            List<Long> started = new ArrayList<>();
            for (long size : waiting) {
                backlog.start(size, left(890))
                        .ifPresentOrElse(
                                failure -> assertThat(failure.cause()).isEqualTo(FailureCause.OUT_OF_TIME),
                                () -> started.add(size));
            }
            assertThat(started).as("started by delivery " + delivery).hasSize(2);
            assertThat(started.stream().mapToLong(Long::longValue).sum() / PACE.bytesPerSecond())
                    .as("seconds that they take together")
                    .isLessThanOrEqualTo(890);
            pass(820);
            started.forEach(backlog::end);
            started.forEach(waiting::remove);
        }
        assertThat(waiting).isEmpty();
    }

    @Test
    void whatFitsIntoTheTimeLeftIsBegun() {
        assertThat(backlog.start(500 * MIB, left(10))).isEmpty();
        assertThat(new Backlog(PACE, now::get).start(0, left(0))).isEmpty();
    }

    @Test
    void whatNeedsMoreThanTheTimeLeftIsHandedBack() {
        assertThat(backlog.start(550 * MIB, left(10))).hasValueSatisfying(failure -> {
            assertThat(failure.cause()).isEqualTo(FailureCause.OUT_OF_TIME);
            assertThat(failure.reason()).contains("about 11 s", "10 s are left", "raise the function's timeout");
        });
    }

    @Test
    void whatNeedsMoreThanTheLargestTimeoutFailsForGoodAndTellsTheSizeThatFits() {
        assertThat(backlog.start(890 * 50 * MIB + 1, () -> Duration.ofDays(1))).hasValueSatisfying(failure -> {
            assertThat(failure.cause()).isEqualTo(FailureCause.PERMANENT);
            assertThat(failure.reason()).contains("46661632001 bytes", "890 s", "enough for 46661632000 bytes");
        });
    }

    @Test
    void whatDoesNotFitBesideOthersIsHandedBackWithBothTimes() {
        assertThat(backlog.start(20 * GIB, left(890))).isEmpty();

        assertThat(backlog.start(25 * GIB, left(890)))
                .hasValueSatisfying(failure -> assertThat(failure.reason())
                        .contains("take about 512 s", "409 s more", "890 s are left", "queue.batchSize"));
    }

    @Test
    void whatHasBeenCopiedMeanwhileLeavesItsTimeToOthers() {
        assertThat(backlog.start(20 * GIB, left(890))).isEmpty();
        pass(400);

        assertThat(backlog.start(24 * GIB, left(490))).isPresent();
        assertThat(backlog.start(23 * GIB, left(490))).isEmpty();
    }

    @Test
    void aCopyThatEndsEarlyLeavesItsTimeToOthers() {
        assertThat(backlog.start(40 * GIB, left(890))).isEmpty();
        assertThat(backlog.start(5 * GIB, left(890))).isPresent();
        backlog.end(40 * GIB);

        assertThat(backlog.start(40 * GIB, left(890))).isEmpty();
    }

    @Test
    void anObjectThatTakesLessThanASecondIsNotKeptWaitingByLargeOnes() {
        assertThat(backlog.start(43 * GIB, left(890))).isEmpty();
        pass(100);

        assertThat(backlog.start(49 * MIB, left(700))).isEmpty();
    }

    @Test
    void aSingleObjectIsStartedWheneverItAloneFits() {
        for (int invocation = 0; invocation < 3; invocation++) {
            assertThat(backlog.start(43 * GIB, left(890))).isEmpty();
            // Slower than expected, and interrupted in the end.
            pass(885);
            backlog.end(43 * GIB);
        }
    }

    private void pass(long seconds) {
        now.addAndGet(SECONDS.toNanos(seconds));
    }

    private static Deadline left(long seconds) {
        return () -> Duration.ofSeconds(seconds);
    }
}
