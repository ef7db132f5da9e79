package org.allowput.lambda.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.events.Result.Urgency;
import org.allowput.lambda.retry.RetrySchedule.Range;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final int DELIVERIES_BY_DEFAULT = 100;
    private static final int SHOWN = 8;

    private final RetrySchedule schedule = new RetrySchedule(new Random(7), 100);

    @Test
    void aMessageReturnsAfterSecondsAtFirstAndAfterMinutesLater() {
        List<Long> middle = IntStream.rangeClosed(1, 6)
                .mapToObj(delivery -> RetrySchedule.range(Urgency.NORMAL, delivery))
                .map(range ->
                        range.shortest().plus(range.longest()).dividedBy(2).toSeconds())
                .toList();

        assertThat(middle).containsExactly(5L, 20L, 80L, 180L, 300L, 300L);
    }

    @Test
    void messagesThatFailedTogetherDoNotReturnTogether() {
        for (Urgency urgency : List.of(Urgency.NORMAL, Urgency.LOW, Urgency.LATE)) {
            Range range = RetrySchedule.range(urgency, 4);
            List<Duration> delays = IntStream.range(0, 500)
                    .mapToObj(ignored -> schedule.delay(urgency, 4))
                    .toList();

            assertThat(delays)
                    .allMatch(delay -> delay.compareTo(range.shortest()) >= 0 && delay.compareTo(range.longest()) <= 0);
            assertThat(delays.stream().distinct().count()).isGreaterThan(60);
        }
    }

    @Test
    void whatWasThrottledWaitsLonger() {
        for (int delivery = 1; delivery <= 20; delivery++) {
            assertThat(RetrySchedule.range(Urgency.LOW, delivery).shortest())
                    .isGreaterThanOrEqualTo(
                            RetrySchedule.range(Urgency.NORMAL, delivery).shortest());
            assertThat(RetrySchedule.range(Urgency.LOW, delivery).longest())
                    .isGreaterThan(RetrySchedule.range(Urgency.NORMAL, delivery).longest());
        }
    }

    @Test
    void aChangedSourceAndALackOfTimeAreRetriedAtOnceButDoNotUseUpTheDeliveries() {
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(delivery -> schedule.delay(Urgency.IMMEDIATE, delivery)))
                .containsOnly(Duration.ZERO);
        assertThat(total(Urgency.IMMEDIATE, false)).isGreaterThan(Duration.ofHours(5));
    }

    @Test
    void anOutageOfSomeHoursFillsNoDeadLetterQueue() {
        for (Urgency urgency : Urgency.values()) {
            assertThat(total(urgency, false)).as("at the shortest, " + urgency).isGreaterThan(Duration.ofHours(5));
        }
    }

    @Test
    void whatMayStillBecomeVisibleIsLeftMoreThanTheMinutesThatS3MayTake() {
        for (int delivery = 1; delivery <= 100; delivery++) {
            assertThat(schedule.delay(Urgency.LATE, delivery))
                    .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(15));
        }
    }

    @Test
    void testsCanScaleTheTimeAndNoDelayBecomesNone() {
        RetrySchedule scaled = new RetrySchedule(new Random(7), 5);

        assertThat(scaled.delay(Urgency.NORMAL, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(scaled.delay(Urgency.NORMAL, 5)).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(19));
        assertThat(scaled.delay(Urgency.IMMEDIATE, 1)).isZero();
    }

    @Test
    void theRunbookHasThisSchedule() throws IOException {
        String table = table();
        if ("update".equals(System.getProperty("snapshots"))) {
            DocumentedTable.replace("schedule", table);
        }
        assertThat(table).isEqualTo(DocumentedTable.table("schedule"));
    }

    private static String table() {
        List<String> rows = new ArrayList<>();
        rows.add("| after delivery | `Retryable`, `AccessDenied`, `AssumeRoleDenied` | `Throttled` |"
                + " `SourceChanged`, `OutOfTime` | no response to CompleteMultipartUpload |");
        rows.add("| --- | --- | --- | --- | --- |");
        for (int delivery = 1; delivery <= SHOWN; delivery++) {
            rows.add("| %d%s | %s | %s | %s | %s |"
                    .formatted(
                            delivery,
                            delivery == SHOWN ? " and later" : "",
                            text(RetrySchedule.range(Urgency.NORMAL, delivery)),
                            text(RetrySchedule.range(Urgency.LOW, delivery)),
                            text(RetrySchedule.range(Urgency.IMMEDIATE, delivery)),
                            text(RetrySchedule.range(Urgency.LATE, delivery))));
        }
        rows.add("| all %d together | %s | %s | %s | %s |"
                .formatted(
                        DELIVERIES_BY_DEFAULT,
                        hours(Urgency.NORMAL),
                        hours(Urgency.LOW),
                        hours(Urgency.IMMEDIATE),
                        hours(Urgency.LATE)));
        return String.join("\n", rows) + "\n";
    }

    private static String text(Range range) {
        return range.longest().isZero()
                ? "none"
                : "%s to %s s".formatted(seconds(range.shortest()), seconds(range.longest()));
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.ceilDiv(duration.toMillis(), 1000));
    }

    private static String hours(Urgency urgency) {
        return "%.1f to %.1f h"
                .formatted(
                        total(urgency, false).toMinutes() / 60.0,
                        total(urgency, true).toMinutes() / 60.0);
    }

    private static Duration total(Urgency urgency, boolean longest) {
        return IntStream.rangeClosed(1, DELIVERIES_BY_DEFAULT)
                .mapToObj(delivery -> RetrySchedule.range(urgency, delivery))
                .map(range -> longest ? range.longest() : range.shortest())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
