package org.allowput.lambda.replication;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.session.CopySession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy that is interrupted aborts its upload, by a request that another interrupt would break off. */
@Timeout(60)
class AbortAtDeadlineTest {
    private static final Duration RESERVE = Duration.ofSeconds(2);
    private static final int COPIES = 500;

    @Test
    void aCopyThatIsInterruptedIsNotInterruptedAgainWhileItAbortsItsUpload() {
        long end = System.nanoTime() + RESERVE.plusMillis(300).toNanos();
        AtomicInteger aborted = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        CopySession session = (task, deadline) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                try {
                    new CountDownLatch(1).await(200, MILLISECONDS);
                    aborted.incrementAndGet();
                } catch (InterruptedException interrupted) {
                    broken.incrementAndGet();
                }
            }
            return new Outcome.Failed(new Failure(Failure.Cause.OUT_OF_TIME, "interrupted"));
        };
        List<CopyTask> tasks = IntStream.range(0, COPIES)
                .mapToObj(number -> new CopyTask("key-" + number, "key-" + number, MissingSource.SKIP))
                .toList();

        new CopyExecutor(
                        session,
                        (task, object) -> new Outcome.HandedOver(object.bytes(), "execution"),
                        COPIES,
                        RESERVE,
                        Executors::newVirtualThreadPerTaskExecutor)
                .run(tasks, () -> Duration.ofNanos(end - System.nanoTime()));

        assertThat(broken.get()).as("aborts that were broken off").isZero();
    }
}
