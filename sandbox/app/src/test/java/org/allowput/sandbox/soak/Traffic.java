package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.deployed.Queues;

/**
 * Lets changes happen in the source bucket, some at once, and messages be repeated and reordered in between; waits
 * whenever too many wait, as the queue is to be long enough to be shuffled, and no longer.
 */
final class Traffic {
    private static final int AT_ONCE = 4;
    private static final int ROUND = 25;
    private static final int MAX_WAITING = 250;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final SoakDeployment deployment;
    private final Duplicates duplicates;

    Traffic(SoakDeployment deployment, long seed) {
        this.deployment = deployment;
        this.duplicates = new Duplicates(
                deployment.sandbox().source().sqs(), deployment.sandbox().queueUrl(), seed);
    }

    /** Returns when all of it has happened. */
    void run(ChangeSequence workload, int changes) throws InterruptedException {
        S3Bucket bucket = deployment.buckets().source();
        List<Future<?>> happened = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int number = 1; number <= changes; number++) {
                Consumer<S3Bucket> change = workload.next();
                happened.add(threads.submit(() -> change.accept(bucket)));
                if (number % ROUND == 0) {
                    duplicates.some();
                    await(happened);
                    awaitRoom();
                }
            }
        }
        await(happened);
    }

    /** Messages that were sent by hand: repeated, reordered, or long over. */
    int resent() {
        return duplicates.sent();
    }

    private void awaitRoom() {
        Queues queues = deployment.queues();
        Eventually.until(
                TIMEOUT, "at most " + MAX_WAITING + " messages wait", queues::left, left -> left < MAX_WAITING);
    }

    private static void await(List<Future<?>> happened) throws InterruptedException {
        for (Future<?> one : happened) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a change did not happen", e.getCause());
            }
        }
        happened.clear();
    }
}
