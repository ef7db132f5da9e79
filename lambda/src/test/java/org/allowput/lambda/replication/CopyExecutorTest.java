package org.allowput.lambda.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.allowput.contract.FailureCause;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.lambda.UnusedClients;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.copy.StubCopier;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.large.Executions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No test here waits for time to pass. */
@Timeout(60)
class CopyExecutorTest {
    private static final Deadline FAR = () -> Duration.ofHours(1);
    private static final Duration RESERVE = Duration.ofSeconds(2);

    /** Each copy waits until as many run as are allowed: with fewer, the barrier would never open. */
    @Test
    void asManyObjectsAsAllowedAreCopiedAtOnceAndNoMore() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(3);
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(barrier);
            running.decrementAndGet();
            return copied(Long.parseLong(task.sourceKey()));
        };

        Map<CopyTask, Outcome> outcomes =
                executor(copy, 3, Executors::newVirtualThreadPerTaskExecutor).run(tasks(300), FAR);

        assertThat(outcomes).hasSize(300);
        outcomes.forEach((task, outcome) -> assertThat(outcome).isEqualTo(copied(Long.parseLong(task.sourceKey()))));
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void withLessThanTheReserveLeftNoCopyIsStarted() {
        AtomicInteger started = new AtomicInteger();
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> copied(started.incrementAndGet());

        Map<CopyTask, Outcome> outcomes =
                executor(copy, 3, Executors::newVirtualThreadPerTaskExecutor).run(tasks(5), () -> RESERVE);

        assertThat(started.get()).isZero();
        assertThat(outcomes.values()).hasSize(5).allSatisfy(CopyExecutorTest::isOutOfTime);
    }

    @Test
    void withMoreThanTheReserveLeftCopiesAreStarted() {
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> copied(1);

        Map<CopyTask, Outcome> outcomes = executor(copy, 3, Executors::newVirtualThreadPerTaskExecutor)
                .run(tasks(2), () -> RESERVE.plusSeconds(60));

        assertThat(outcomes.values()).containsOnly(copied(1));
    }

    @Test
    void aCopyKnowsThatItIsInterruptedAtHalfTheReserve() {
        AtomicReference<Duration> remaining = new AtomicReference<>();
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            remaining.set(deadline.remaining());
            return copied(1);
        };

        executor(copy, 1, Executors::newVirtualThreadPerTaskExecutor).run(tasks(1), FAR);

        assertThat(remaining.get()).isEqualTo(Duration.ofHours(1).minusSeconds(1));
    }

    @Test
    void copiesInFlightAtHalfTheReserveAreInterruptedAndFinishedOnesKeepTheirOutcome() throws InterruptedException {
        CountDownLatch inFlight = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            if (task.sourceKey().equals("0")) {
                return copied(7);
            }
            try {
                inFlight.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return new Outcome.Failed(new Failure(FailureCause.OUT_OF_TIME, "interrupted"));
        };
        TimingOutExecutor threads = new TimingOutExecutor(1, inFlight);

        Map<CopyTask, Outcome> outcomes = executor(copy, 2, () -> threads).run(tasks(2), FAR);

        interrupted.await();
        assertThat(threads.timeout).isEqualTo(Duration.ofHours(1).minusSeconds(1));
        assertThat(outcomes.get(task(0))).isEqualTo(copied(7));
        assertThat(outcomes.get(task(1))).satisfies(CopyExecutorTest::isOutOfTime);
    }

    /** Its message must not come back before what it has sent last has arrived. */
    @Test
    void aCopyThatIsInterruptedWhileItsUploadIsCompletedSaysSo() {
        CountDownLatch inFlight = new CountDownLatch(1);
        Failure pending = new Failure(FailureCause.OUT_OF_TIME, "interrupted", true);
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            try {
                inFlight.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // As the SDK does.
            }
            return new Outcome.Failed(pending);
        };

        Map<CopyTask, Outcome> outcomes =
                executor(copy, 1, () -> new TimingOutExecutor(0, inFlight)).run(tasks(1), FAR);

        assertThat(outcomes.get(task(0))).isEqualTo(new Outcome.Failed(pending));
    }

    /** Nobody knows what it has sent last: the message must not come back before that has arrived. */
    @Test
    void aCopyThatDoesNotEndWhenItIsInterruptedMayBeCompletingItsUpload() {
        CountDownLatch inFlight = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            inFlight.countDown();
            for (boolean ends = false; !ends; ) {
                try {
                    answered.await();
                    ends = true;
                } catch (InterruptedException e) {
                    // It goes on, as an abort of the upload did.
                }
            }
            return copied(1);
        };

        Map<CopyTask, Outcome> outcomes = executor(copy, 1, () -> new TimingOutExecutor(0, inFlight))
                .run(tasks(2), () -> inFlight.getCount() == 0 ? Duration.ZERO : Duration.ofHours(1));
        answered.countDown();

        assertThat(outcomes.values()).allSatisfy(CopyExecutorTest::isOutOfTime);
        assertThat(outcomes.values().stream()
                        .map(outcome -> ((Outcome.Failed) outcome).failure().isPending()))
                .as("one was begun, the other was not")
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void anErrorFailsItsOwnObjectOnly() {
        BiFunction<CopyTask, Deadline, CopyResult> copy = (task, deadline) -> {
            if (task.sourceKey().equals("1")) {
                throw new OutOfMemoryError("on purpose");
            }
            return copied(5);
        };

        Map<CopyTask, Outcome> outcomes =
                executor(copy, 1, Executors::newVirtualThreadPerTaskExecutor).run(tasks(3), FAR);

        assertThat(outcomes.get(task(0))).isEqualTo(copied(5));
        assertThat(outcomes.get(task(1))).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().reason()).contains("on purpose", "increase function.memoryMiB");
            assertThat(failed.failure().cause()).isEqualTo(FailureCause.RETRYABLE);
        });
        assertThat(outcomes.get(task(2))).isEqualTo(copied(5));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("fewer copies than allowed run at once", e);
        }
    }

    private static void isOutOfTime(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.OUT_OF_TIME));
    }

    private static Map<CopyTask, ChangeEvent> tasks(int count) {
        Map<CopyTask, ChangeEvent> tasks = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            tasks.put(
                    task(i),
                    new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", String.valueOf(i), null));
        }
        return tasks;
    }

    private static CopyTask task(int number) {
        return new CopyTask(String.valueOf(number), "target-" + number, MissingSource.SKIP);
    }

    private static CopyExecutor executor(
            BiFunction<CopyTask, Deadline, CopyResult> copy, int concurrency, Supplier<ExecutorService> threads) {
        return new CopyExecutor(
                new StubCopier(copy), new Executions(UnusedClients.stepFunctions(), ""), concurrency, RESERVE, threads);
    }

    private static Outcome copied(long bytes) {
        return CopySamples.outcome(bytes, 0);
    }

    /**
     * Virtual threads whose time is over once some tasks have finished and another one runs, however long that takes.
     */
    private static final class TimingOutExecutor extends ThreadPoolExecutor {
        private final int finished;
        private final CountDownLatch running;
        private Duration timeout = Duration.ZERO;

        TimingOutExecutor(int finished, CountDownLatch running) {
            super(
                    0,
                    10,
                    0,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofVirtual().factory());
            this.finished = finished;
            this.running = running;
        }

        @Override
        public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long time, TimeUnit unit)
                throws InterruptedException {
            timeout = Duration.of(time, unit.toChronoUnit());
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(submit(task));
            }
            for (Future<T> future : futures.subList(0, finished)) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
            running.await();
            futures.forEach(future -> future.cancel(true));
            return futures;
        }
    }
}
