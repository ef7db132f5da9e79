package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.ThroughputBudget.Refusal;
import org.allowput.lambda.copy.ThroughputBudget.Reservation;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which objects of an invocation are started beside others, at 50 MiB per second and with 890 seconds. */
@Timeout(60)
class ThroughputBudgetTest {
    private static final long MIB = 1024L * 1024;
    private static final long GIB = 1024 * MIB;
    private static final ExpectedThroughput PACE = new ExpectedThroughput(50 * MIB, Duration.ofSeconds(890));

    private final AtomicLong now = new AtomicLong(-5);
    private final ThroughputBudget budget = new ThroughputBudget(PACE, now::get);

    @Test
    void tenObjectsOf20GibibytesAreAllCopiedWithinFiveDeliveries() {
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(20 * GIB);
        }
        for (int delivery = 1; delivery <= 5; delivery++) {
            List<Long> started = new ArrayList<>();
            List<Reservation> reservations = new ArrayList<>();
            for (long size : waiting) {
                switch (budget.reserve(size, left(890))) {
                    case Refusal(Failure failure) -> assertThat(failure.cause()).isEqualTo(FailureCause.OUT_OF_TIME);
                    case Reservation reservation -> {
                        started.add(size);
                        reservations.add(reservation);
                    }
                }
            }
            assertThat(started).as("started by delivery " + delivery).hasSize(2);
            assertThat(started.stream().mapToLong(Long::longValue).sum() / PACE.bytesPerSecond())
                    .as("seconds that they take together")
                    .isLessThanOrEqualTo(890);
            pass(820);
            reservations.forEach(Reservation::close);
            started.forEach(waiting::remove);
        }
        assertThat(waiting).isEmpty();
    }

    @Test
    void whatFitsIntoTheTimeLeftIsCopied() {
        reserve(500 * MIB, left(10));
        reserve(0, left(0));
    }

    @Test
    void whatNeedsMoreThanTheTimeLeftIsDeliveredAgain() {
        Failure failure = refusal(550 * MIB, left(10));

        assertThat(failure.cause()).isEqualTo(FailureCause.OUT_OF_TIME);
        assertThat(failure.reason()).contains("about 11 s", "10 s are left", "raise the function's timeout");
    }

    @Test
    void whatNeedsMoreThanTheLargestTimeoutFailsForGoodAndTellsTheSizeThatFits() {
        Failure failure = refusal(890 * 50 * MIB + 1, () -> Duration.ofDays(1));

        assertThat(failure.cause()).isEqualTo(FailureCause.PERMANENT);
        assertThat(failure.reason()).contains("46661632001 bytes", "890 s", "enough for 46661632000 bytes");
    }

    @Test
    void whatDoesNotFitBesideOthersIsDeliveredAgainAndNamesBothTimes() {
        reserve(20 * GIB, left(890));

        assertThat(refusal(25 * GIB, left(890)).reason())
                .contains("take about 512 s", "409 s more", "890 s are left", "queue.batchSize");
    }

    @Test
    void whatHasBeenCopiedMeanwhileLeavesItsTimeToOthers() {
        reserve(20 * GIB, left(890));
        pass(400);

        refusal(24 * GIB, left(490));
        reserve(23 * GIB, left(490));
    }

    @Test
    void aCopyThatEndsEarlyLeavesItsTimeToOthers() {
        Reservation first = reserve(40 * GIB, left(890));
        refusal(5 * GIB, left(890));
        first.close();

        reserve(40 * GIB, left(890));
    }

    @Test
    void anObjectThatTakesLessThanASecondIsNotKeptWaitingByLargeOnes() {
        reserve(43 * GIB, left(890));
        pass(100);

        reserve(49 * MIB, left(700));
    }

    @Test
    void aSingleObjectIsStartedWheneverItAloneFits() {
        for (int invocation = 0; invocation < 3; invocation++) {
            try (Reservation reservation = reserve(43 * GIB, left(890))) {
                // Slower than expected, and interrupted in the end.
                pass(885);
                assertThat(reservation).isNotNull();
            }
        }
    }

    private Reservation reserve(long size, Deadline deadline) {
        return (Reservation) budget.reserve(size, deadline);
    }

    private Failure refusal(long size, Deadline deadline) {
        return ((Refusal) budget.reserve(size, deadline)).failure();
    }

    private void pass(long seconds) {
        now.addAndGet(SECONDS.toNanos(seconds));
    }

    private static Deadline left(long seconds) {
        return () -> Duration.ofSeconds(seconds);
    }
}
