package org.allowput.lambda.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.events.DeliveryResult.Urgency;
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
        return "| cause | delays after delivery 1, 2, 3 and so on | until delivery %d |\n| --- | --- | --- |\n"
                        .formatted(DELIVERIES_BY_DEFAULT)
                + row("`Retryable`, `AccessDenied`, `AssumeRoleDenied`", Urgency.NORMAL)
                + row("`Throttled`", Urgency.LOW)
                + row("`SourceChanged`, `OutOfTime`", Urgency.IMMEDIATE)
                + row("no response to an attempt of CompleteMultipartUpload", Urgency.LATE);
    }

    private static String row(String causes, Urgency urgency) {
        List<String> delays = new ArrayList<>(IntStream.rangeClosed(1, SHOWN)
                .mapToObj(delivery -> text(RetrySchedule.range(urgency, delivery)))
                .toList());
        String last = delays.removeLast();
        while (!delays.isEmpty() && delays.getLast().equals(last)) {
            delays.removeLast();
        }
        delays.add((delays.isEmpty() ? "each " : "then ") + last);
        return "| %s | %s | %s |\n".formatted(causes, String.join(", ", delays), hours(urgency));
    }

    private static String text(Range range) {
        return range.longest().isZero()
                ? "none"
                : "%s–%s s".formatted(seconds(range.shortest()), seconds(range.longest()));
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.ceilDiv(duration.toMillis(), 1000));
    }

    private static String hours(Urgency urgency) {
        return "%.1f–%.1f h"
                .formatted(
                        total(urgency, false).toMinutes() / 60.0,
                        total(urgency, true).toMinutes() / 60.0);
    }

    private static Duration total(Urgency urgency, boolean longest) {
        return IntStream.range(1, DELIVERIES_BY_DEFAULT)
                .mapToObj(delivery -> RetrySchedule.range(urgency, delivery))
                .map(range -> longest ? range.longest() : range.shortest())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
