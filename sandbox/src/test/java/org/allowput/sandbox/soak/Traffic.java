package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.allowput.emulator.testing.Eventually;

/**
 * Lets changes happen in the source bucket, some at once, and messages be repeated and reordered in between; waits
 * whenever too many wait, as the queue is to be long enough to be shuffled, and no longer.
 */
final class Traffic {
    private static final int AT_ONCE = 4;
    private static final int ROUND = 25;
    private static final int MOST_WAITING = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SoakDeployment stage;
    private final Duplicates duplicates;
    private int puts;
    private int deletions;

    Traffic(SoakDeployment stage, long seed) {
        this.stage = stage;
        this.duplicates =
                new Duplicates(stage.sandbox().source().sqs(), stage.sandbox().queueUrl(), seed);
    }

    /** Returns when all of it has happened. */
    void run(ChangeSequence workload, int changes) throws InterruptedException {
        var s3 = stage.sandbox().source().s3();
        var bucket = stage.sandbox().sourceBucket();
        var free = new Semaphore(AT_ONCE);
        List<Future<?>> happened = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 1; number <= changes; number++) {
                var change = workload.next();
                count(change);
                free.acquire();
                happened.add(threads.submit(() -> {
                    try {
                        change.happenIn(s3, bucket);
                    } finally {
                        free.release();
                    }
                }));
                if (number % ROUND == 0) {
                    duplicates.some();
                    await(happened);
                    awaitRoom();
                }
            }
        }
        await(happened);
    }

    int puts() {
        return puts;
    }

    int deletions() {
        return deletions;
    }

    /** Messages that were sent by hand: repeated, reordered, or long over. */
    int resent() {
        return duplicates.sent();
    }

    int total() {
        return puts + deletions + resent();
    }

    private void count(Change change) {
        switch (change) {
            case Change.Put ignored -> puts++;
            case Change.Delete ignored -> deletions++;
        }
    }

    private void awaitRoom() {
        var queues = stage.queues();
        Eventually.until(
                PATIENCE, "at most " + MOST_WAITING + " messages wait", queues::left, left -> left < MOST_WAITING);
    }

    private static void await(List<Future<?>> happened) throws InterruptedException {
        for (var one : happened) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a change did not happen", e.getCause());
            }
        }
        happened.clear();
    }
}
