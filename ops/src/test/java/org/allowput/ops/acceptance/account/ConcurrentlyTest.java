package org.allowput.ops.acceptance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConcurrentlyTest {
    @Test
    void tasksRunAtTheSameTimeAndTheirResultsHaveTheOrderOfTheTasks() {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Boolean> first = () -> meet(both);

        assertThat(Concurrently.all(List.of(first, () -> !meet(both)))).containsExactly(true, false);
    }

    @Test
    void aFailureIsThrownAfterTheOtherTasksHaveEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch failed = new CountDownLatch(1);
        Callable<Boolean> failing = () -> {
            failed.countDown();
            throw new IllegalArgumentException("seen");
        };
        Callable<Boolean> longer = () -> {
            failed.await();
            ended.set(true);
            return true;
        };

        assertThatThrownBy(() -> Concurrently.all(List.of(failing, longer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seen");
        assertThat(ended).isTrue();
    }

    @Test
    void aCheckedExceptionIsTheCauseAndAnErrorStaysWhatItIs() {
        assertThatThrownBy(() -> Concurrently.all(List.of(() -> {
                    throw new IOException("disk");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("disk");
        assertThatThrownBy(() -> Concurrently.all(List.of(() -> {
                    throw new AssertionError("bug");
                })))
                .isInstanceOf(AssertionError.class);
    }

    private static boolean meet(CountDownLatch all) throws InterruptedException {
        all.countDown();
        return all.await(1, TimeUnit.MINUTES);
    }
}
