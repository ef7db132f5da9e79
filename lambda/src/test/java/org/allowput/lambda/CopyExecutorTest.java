package org.allowput.lambda;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CopyExecutorTest {
    private static final Deadline FAR = () -> Duration.ofHours(1);
    private static final Duration RESERVE = Duration.ofSeconds(2);

    @Test
    void everyKeyHasItsOutcomeAndNoMoreThanTheBoundRunAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CopyExecutor copies = new CopyExecutor(
                (source, target, deadline) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1);
                    running.decrementAndGet();
                    return copied(Long.parseLong(source));
                },
                3,
                RESERVE);

        Map<String, Outcome> outcomes = copies.run(keys(500), FAR);

        assertThat(outcomes).hasSize(500);
        outcomes.forEach((key, outcome) -> assertThat(outcome).isEqualTo(copied(Long.parseLong(key))));
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void withLessThanTheReserveLeftNothingIsBegun() {
        AtomicInteger begun = new AtomicInteger();
        CopyExecutor copies = new CopyExecutor(
                (source, target, deadline) -> {
                    begun.incrementAndGet();
                    return copied(0);
                },
                3,
                RESERVE);

        Map<String, Outcome> outcomes = copies.run(keys(5), () -> RESERVE);

        assertThat(begun.get()).isZero();
        assertThat(outcomes.values()).hasSize(5).allSatisfy(CopyExecutorTest::isHandedBack);
    }

    @Test
    void atHalfTheReserveWhatRunsIsInterruptedAndHandedBackAndWhatIsDoneStays() {
        long end = System.nanoTime() + RESERVE.plusMillis(300).toNanos();
        CountDownLatch oneIsDone = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        CopyExecutor copies = new CopyExecutor(
                (source, target, deadline) -> {
                    if (source.equals("0")) {
                        oneIsDone.countDown();
                        return copied(7);
                    }
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                    return new Outcome.Failed(new Failure(Failure.Cause.OUT_OF_TIME, "interrupted"));
                },
                2,
                RESERVE);

        Map<String, Outcome> outcomes = copies.run(keys(3), () -> Duration.ofNanos(end - System.nanoTime()));

        assertThat(System.nanoTime()).as("the time of the answer").isLessThan(end);
        assertThat(outcomes.get("0")).isEqualTo(copied(7));
        assertThat(outcomes.get("1")).satisfies(CopyExecutorTest::isHandedBack);
        assertThat(outcomes.get("2")).satisfies(CopyExecutorTest::isHandedBack);
        assertThat(interrupted.get()).isPositive();
    }

    /** A copy that is interrupted gives up its upload, by a request that another interrupt would break off. */
    @Test
    void whatIsInterruptedIsNotInterruptedAgainWhileItGivesUpItsUpload() {
        long end = System.nanoTime() + RESERVE.plusMillis(300).toNanos();
        AtomicInteger givenUp = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        CopyExecutor copies = new CopyExecutor(
                (source, target, deadline) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        try {
                            new CountDownLatch(1).await(200, MILLISECONDS);
                            givenUp.incrementAndGet();
                        } catch (InterruptedException again) {
                            broken.incrementAndGet();
                        }
                    }
                    return new Outcome.Failed(new Failure(Failure.Cause.OUT_OF_TIME, "interrupted"));
                },
                500,
                RESERVE);

        copies.run(keys(500), () -> Duration.ofNanos(end - System.nanoTime()));

        assertThat(broken.get()).as("requests that were broken off").isZero();
        assertThat(givenUp.get()).isPositive();
    }

    private static void isHandedBack(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.OUT_OF_TIME));
    }

    private static Map<String, String> keys(int count) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            keys.put(String.valueOf(i), "target-" + i);
        }
        return keys;
    }

    private static Outcome copied(long bytes) {
        return new Outcome.Copied(bytes, 0, new Outcome.Versions("e", null, null, null));
    }
}
