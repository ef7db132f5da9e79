package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Lets changes happen in the source bucket, some at once, and does to messages what a standard queue may do: takes some
 * that wait, and sends each once, twice or three times, in another order and up to some seconds later; and sends some
 * again that were over long before. Waits whenever too many wait, as the queue is to be long enough to be shuffled, and
 * no longer.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html">
 *     Amazon SQS at-least-once delivery</a>
 */
final class Traffic {
    private static final int CHANGES_AT_ONCE = 4;
    private static final int MESSAGES_AT_ONCE = 10;
    private static final int ROUND = 25;
    private static final int MAX_WAITING = 250;
    private static final int LATEST_SECONDS = 4;
    private static final int LONG_OVER = 2;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /**
     * Most are moved and not repeated: a repetition brings across what was forgotten, and so would hide that it was.
     */
    private static final List<Integer> COPIES = List.of(1, 1, 1, 2, 2, 3);

    private final SoakDeployment deployment;
    private final Random random;
    private final List<String> earlier = new ArrayList<>();
    private int resent;

    Traffic(SoakDeployment deployment, long seed) {
        this.deployment = deployment;
        this.random = new Random(seed);
    }

    /** Returns when all of it has happened. */
    void run(ChangeSequence sequence, int changes) throws InterruptedException {
        S3Bucket bucket = deployment.buckets().source();
        try (ExecutorService threads = Executors.newFixedThreadPool(CHANGES_AT_ONCE)) {
            for (int left = changes; left > 0; left -= ROUND) {
                List<Future<?>> happened = new ArrayList<>();
                for (int i = Math.min(ROUND, left); i > 0; i--) {
                    Consumer<S3Bucket> change = sequence.next();
                    happened.add(threads.submit(() -> change.accept(bucket)));
                }
                repeatSome();
                for (Future<?> change : happened) {
                    change.get();
                }
                Eventually.until(
                        TIMEOUT,
                        "at most " + MAX_WAITING + " messages wait",
                        deployment.queues()::left,
                        waiting -> waiting < MAX_WAITING);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change did not happen", e.getCause());
        }
    }

    /** A message is deleted only after it was sent again. */
    private void repeatSome() {
        SqsClient sqs = deployment.sandbox().source().sqs();
        String queue = deployment.sandbox().queueUrl();
        List<Message> taken = sqs.receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(MESSAGES_AT_ONCE)
                        .waitTimeSeconds(0))
                .messages();
        List<String> bodies = new ArrayList<>();
        for (Message message : taken) {
            bodies.addAll(Collections.nCopies(COPIES.get(random.nextInt(COPIES.size())), message.body()));
            earlier.add(message.body());
        }
        for (int i = 0; i < LONG_OVER && !earlier.isEmpty(); i++) {
            bodies.add(earlier.get(random.nextInt(earlier.size())));
        }
        Collections.shuffle(bodies, random);
        bodies.forEach(body -> sqs.sendMessage(
                request -> request.queueUrl(queue).messageBody(body).delaySeconds(random.nextInt(LATEST_SECONDS))));
        taken.forEach(message ->
                sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
        resent += bodies.size();
    }

    /** Messages that were sent by hand: repeated, reordered, or long over. */
    int resent() {
        return resent;
    }
}
