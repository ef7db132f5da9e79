package org.allowput.lambda.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.allowput.contract.MessageAttribute;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** More messages fail than SQS permits in flight, and those of other objects are still delivered. */
class InFlightLimitTest {
    /** A hundredth of what SQS permits, and of the messages that a busy bucket has. */
    private static final int MOST_IN_FLIGHT = 1200;

    private static final int FAILING_PER_SECOND = 10;
    private static final int MAX_DELIVERIES = 100;

    private final Queue queue = new Queue();

    @Test
    void oneFailingPrefixDoesNotStopTheOthers() {
        run(Duration.ofMinutes(30), () -> {
            for (int i = 0; i < FAILING_PER_SECOND; i++) {
                queue.send("failing", 0, 0, queue.now);
            }
            queue.send("good", 0, 0, queue.now);
        });

        assertThat(queue.copied)
                .hasSize(30 * 60)
                .allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(5)));
    }

    @Test
    void eachFailingMessageIsInTheDeadLetterQueueOnceAfterItsDeliveries() {
        for (int i = 0; i < 100; i++) {
            queue.send("failing", 0, 0, queue.now);
        }

        run(Duration.ofHours(12), () -> {});

        assertThat(queue.deadLetters).isEqualTo(100);
        assertThat(queue.deliveries).isEqualTo(100 * MAX_DELIVERIES);
        assertThat(queue.isEmpty()).isTrue();
    }

    /** SQS has taken what the function sends, and the answer comes after the client has given it up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void lateAnswersDoNotMultiplyAMessage(int percent) {
        queue.lateAnswersPercent = percent;
        queue.send("failing", 0, 0, queue.now);

        run(Duration.ofHours(1), () -> {});
        int afterOneHour = queue.size();
        run(Duration.ofHours(3), () -> {});

        assertThat(afterOneHour).isLessThanOrEqualTo(20);
        assertThat(queue.size()).as("one more with each delivery at most").isLessThanOrEqualTo(65);
    }

    /** Workers that are never short of capacity: each second they take what SQS gives. */
    private void run(Duration time, Runnable eachSecond) {
        FailedMessageScheduler scheduler = new FailedMessageScheduler(
                queue,
                queue,
                "queue",
                "dead-letters",
                new RetrySchedule(new Random(5), 100),
                MAX_DELIVERIES,
                (count, reason) -> {
                    throw new AssertionError(reason);
                });
        Duration end = queue.now.plus(time);
        while (queue.now.compareTo(end) < 0) {
            eachSecond.run();
            for (List<Message> batch = queue.receive(); !batch.isEmpty(); batch = queue.receive()) {
                List<QueueMessage> messages =
                        batch.stream().map(Message::delivered).toList();
                List<DeliveryResult> results = scheduler.settle(
                        messages, batch.stream().map(Message::process).toList(), () -> Duration.ofMinutes(1));
                for (int i = 0; i < batch.size(); i++) {
                    if (results.get(i) instanceof DeliveryResult.Done) {
                        queue.delete(batch.get(i));
                    }
                }
            }
            queue.now = queue.now.plusSeconds(1);
        }
    }

    private static final class Message {
        private final String body;
        private final int earlier;
        private final Duration sent;
        private Duration visible;
        private String handle = "";
        private int receives;

        Message(String body, int earlier, Duration sent, Duration visible) {
            this.body = body;
            this.earlier = earlier;
            this.sent = sent;
            this.visible = visible;
        }

        Duration visible() {
            return visible;
        }

        QueueMessage delivered() {
            return new QueueMessage(handle, body, handle, earlier, receives, Instant.EPOCH.plus(sent));
        }

        DeliveryResult process() {
            return body.equals("good")
                    ? new DeliveryResult.Done("copied")
                    : new DeliveryResult.Retry("denied", DeliveryResult.Urgency.NORMAL);
        }
    }

    /**
     * A queue as SQS has it: a message that was received and not deleted is in flight until its visibility timeout, and
     * none is received while too many are. One that waits for its delay is not in flight.
     */
    private static final class Queue implements SqsClient {
        private final Deque<Message> visible = new ArrayDeque<>();
        private final PriorityQueue<Message> delayed = new PriorityQueue<>(Comparator.comparing(Message::visible));
        private final Map<String, Message> inFlight = new HashMap<>();
        private final PriorityQueue<Message> returning = new PriorityQueue<>(Comparator.comparing(Message::visible));
        /** How long each took. */
        private final List<Duration> copied = new ArrayList<>();

        private final Random random = new Random(7);
        private int lateAnswersPercent;
        private Duration now = Duration.ZERO;
        private int handles;
        private int deadLetters;
        private int deliveries;

        void send(String body, int earlier, int delaySeconds, Duration sent) {
            delayed.add(new Message(body, earlier, sent, now.plusSeconds(delaySeconds)));
        }

        boolean isEmpty() {
            return size() == 0;
        }

        int size() {
            return visible.size() + delayed.size() + inFlight.size();
        }

        List<Message> receive() {
            while (!delayed.isEmpty() && delayed.element().visible().compareTo(now) <= 0) {
                visible.add(delayed.remove());
            }
            while (!returning.isEmpty() && returning.element().visible().compareTo(now) <= 0) {
                Message message = returning.remove();
                inFlight.remove(message.handle);
                visible.add(message);
            }
            List<Message> batch = new ArrayList<>();
            while (batch.size() < 10 && !visible.isEmpty() && inFlight.size() < MOST_IN_FLIGHT) {
                Message message = visible.remove();
                message.handle = Integer.toString(handles++);
                message.receives++;
                deliveries++;
                inFlight.put(message.handle, message);
                batch.add(message);
            }
            return batch;
        }

        void delete(Message message) {
            inFlight.remove(message.handle);
            if (message.body.equals("good")) {
                copied.add(now.minus(message.sent));
            }
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                ChangeMessageVisibilityBatchRequest request) {
            for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
                Message message = Objects.requireNonNull(inFlight.get(entry.receiptHandle()));
                message.visible = now.plusSeconds(entry.visibilityTimeout());
                returning.add(message);
            }
            return ChangeMessageVisibilityBatchResponse.builder().build();
        }

        @Override
        public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            for (SendMessageBatchRequestEntry entry : request.entries()) {
                send(
                        entry.messageBody(),
                        (int) number(entry, MessageAttribute.DELIVERIES),
                        entry.delaySeconds(),
                        Duration.ofMillis(number(entry, MessageAttribute.FIRST_SENT)));
            }
            if (random.nextInt(100) < lateAnswersPercent) {
                throw ApiCallTimeoutException.create(5000);
            }
            return SendMessageBatchResponse.builder()
                    .successful(request.entries().stream()
                            .map(entry -> SendMessageBatchResultEntry.builder()
                                    .id(entry.id())
                                    .build())
                            .toList())
                    .build();
        }

        private static long number(SendMessageBatchRequestEntry entry, String attribute) {
            return Long.parseLong(
                    Objects.requireNonNull(entry.messageAttributes().get(attribute))
                            .stringValue());
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            deadLetters++;
            return SendMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
