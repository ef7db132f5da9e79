package org.allowput.sandbox.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Does to messages what a standard queue may do: takes some that wait, and sends each once, twice or three times, in
 * another order and up to some seconds later; and sends some again that were over long before. A message is deleted
 * only after it was sent again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html">
 *     Amazon SQS at-least-once delivery</a>
 */
final class Duplicates {
    private static final int AT_ONCE = 10;
    private static final int REMEMBERED = 400;
    private static final int LATEST_SECONDS = 4;
    private static final int LONG_OVER = 2;

    /**
     * Most are moved and not repeated: a repetition brings across what was forgotten, and so would hide that it was.
     */
    private static final List<Integer> COPIES = List.of(1, 1, 1, 2, 2, 3);

    private final SqsClient sqs;
    private final String queue;
    private final Random random;
    private final List<String> earlier = new ArrayList<>();
    private int sent;

    Duplicates(SqsClient sqs, String queue, long seed) {
        this.sqs = sqs;
        this.queue = queue;
        this.random = new Random(seed);
    }

    /** Takes some that wait, if any do, and sends some that are over. */
    void some() {
        List<Message> taken = sqs.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(AT_ONCE).waitTimeSeconds(0))
                .messages();
        List<String> bodies = new ArrayList<>();
        for (Message message : taken) {
            bodies.addAll(Collections.nCopies(COPIES.get(random.nextInt(COPIES.size())), message.body()));
            remember(message.body());
        }
        for (int i = 0; i < LONG_OVER && !earlier.isEmpty(); i++) {
            bodies.add(earlier.get(random.nextInt(earlier.size())));
        }
        Collections.shuffle(bodies, random);
        for (int from = 0; from < bodies.size(); from += AT_ONCE) {
            send(bodies.subList(from, Math.min(bodies.size(), from + AT_ONCE)));
        }
        if (!taken.isEmpty()) {
            delete(taken);
        }
    }

    /** How many messages were sent here. */
    int sent() {
        return sent;
    }

    private void remember(String body) {
        if (earlier.size() < REMEMBERED) {
            earlier.add(body);
        } else {
            earlier.set(random.nextInt(REMEMBERED), body);
        }
    }

    private void send(List<String> bodies) {
        List<SendMessageBatchRequestEntry> entries = bodies.stream()
                .map(body -> SendMessageBatchRequestEntry.builder()
                        .id("m" + random.nextInt(1_000_000_000))
                        .messageBody(body)
                        .delaySeconds(random.nextInt(LATEST_SECONDS))
                        .build())
                .toList();
        List<BatchResultErrorEntry> failed = sqs.sendMessageBatch(
                        request -> request.queueUrl(queue).entries(entries))
                .failed();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("not sent: " + failed);
        }
        sent += entries.size();
    }

    private void delete(List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(index -> DeleteMessageBatchRequestEntry.builder()
                        .id("m" + index)
                        .receiptHandle(messages.get(index).receiptHandle())
                        .build())
                .toList();
        sqs.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries));
    }
}
