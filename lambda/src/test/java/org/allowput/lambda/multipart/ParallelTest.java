package org.allowput.lambda.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.allowput.emulator.local.Unchecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ParallelTest {
    @Test
    void resultsAreInOrderAndNoMoreThanTheBoundRunAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<Integer> results = Parallel.map(1000, 4, index -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1);
            running.decrementAndGet();
            return index;
        });

        assertThat(results).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void theFirstFailureInterruptsTheOthersStartsNoMoreAndIsThrown() {
        AtomicInteger started = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch othersRun = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.map(100, 2, index -> {
                    started.incrementAndGet();
                    if (index == 0) {
                        Unchecked.run(othersRun::await);
                        throw new IllegalStateException("part 0 failed");
                    }
                    othersRun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw new IllegalStateException("interrupted", e);
                    }
                    return index;
                }))
                .hasMessage("part 0 failed");

        assertThat(started.get()).isEqualTo(2);
        assertThat(interrupted.get()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheTasksBeforeTheCallReturns() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger(-1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                Parallel.map(1, 1, index -> {
                    runs.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                    return index;
                });
            } catch (InterruptedException e) {
                seen.set(interrupted.get());
            }
        });

        runs.await();
        caller.interrupt();
        caller.join();

        assertThat(seen.get()).as("tasks that had ended when the call returned").isEqualTo(1);
    }
}
