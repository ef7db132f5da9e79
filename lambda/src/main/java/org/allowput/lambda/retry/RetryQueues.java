package org.allowput.lambda.retry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.json.SanitizedText;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.failure.Failure;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Sends the requests for failed messages to their queue and to its dead-letter queue. No method throws. */
final class RetryQueues {
    private static final int MAX_BATCH = 10;

    /**
     * Bytes that the attributes of a message that is sent again have at most.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html">
     *     A receipt handle has at most 1,024 characters</a>
     */
    private static final int MAX_ATTRIBUTES = 256 + 1024;

    /**
     * Bytes of the bodies in one SendMessageBatch. SQS permits 1 MiB, attributes included: a message that has as much
     * without them is refused.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">SendMessageBatch</a>
     */
    private static final int MAX_BYTES = 1024 * 1024 - MAX_BATCH * MAX_ATTRIBUTES;

    private static final int MAX_REASON = 1000;
    private static final Duration MAX_CALL = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final SqsClient sqsWithoutRetries;
    private final String queueUrl;
    private final String deadLetterQueueUrl;
    private final ObjIntConsumer<String> notScheduled;

    RetryQueues(
            SqsClient sqs,
            SqsClient sqsWithoutRetries,
            String queueUrl,
            String deadLetterQueueUrl,
            ObjIntConsumer<String> notScheduled) {
        this.sqs = sqs;
        this.sqsWithoutRetries = sqsWithoutRetries;
        this.queueUrl = queueUrl;
        this.deadLetterQueueUrl = deadLetterQueueUrl;
        this.notScheduled = notScheduled;
    }

    /**
     * Sends each as a new message with its delay, in one attempt: SQS may have taken what another one sends once more.
     *
     * @return for each index that was sent whether SQS has the new message; without one that was refused
     */
    Map<Integer, Sending> sendAgain(List<DelayedMessage> messages, Deadline deadline) {
        return send(sqsWithoutRetries, messages, deadline);
    }

    /**
     * Sends each with its delay, in several attempts if one fails: it is harmless if SQS takes a message twice.
     *
     * @return as {@link #sendAgain}
     */
    Map<Integer, Sending> send(List<DelayedMessage> messages, Deadline deadline) {
        return send(sqs, messages, deadline);
    }

    private Map<Integer, Sending> send(SqsClient client, List<DelayedMessage> messages, Deadline deadline) {
        Map<Integer, Sending> sendings = new HashMap<>();
        for (List<DelayedMessage> batch : batches(messages)) {
            Optional<Duration> left = deadline.timeForRequest();
            if (left.isEmpty()) {
                return sendings;
            }
            try {
                SendMessageBatchResponse answer = client.sendMessageBatch(request -> request.queueUrl(queueUrl)
                        .entries(batch.stream().map(RetryQueues::newMessage).toList())
                        .overrideConfiguration(override -> override.apiCallTimeout(limit(left.get()))));
                answer.successful().forEach(entry -> sendings.put(Integer.valueOf(entry.id()), Sending.SENT));
            } catch (SqsException e) {
                // SQS has answered that it has not taken them.
            } catch (RuntimeException e) {
                batch.forEach(message -> sendings.put(message.index(), Sending.NOT_KNOWN));
            }
        }
        return sendings;
    }

    /**
     * Deletes each message whose place one of these has taken.
     *
     * @return the indices of those of which the other one may still be in the queue
     */
    Set<Integer> deleteReplaced(List<QueueMessage> messages, Deadline deadline) {
        List<Integer> replacing = IntStream.range(0, messages.size())
                .filter(i -> !messages.get(i).replaced().isEmpty())
                .boxed()
                .toList();
        Set<Integer> maybeThere = new HashSet<>(replacing);
        for (List<Integer> batch : inBatches(replacing)) {
            Optional<Duration> left = deadline.timeForRequest();
            if (left.isEmpty()) {
                return maybeThere;
            }
            try {
                Set<Integer> failed = sqs
                        .deleteMessageBatch(request -> request.queueUrl(queueUrl)
                                .entries(batch.stream()
                                        .map(index -> deletion(index, messages.get(index)))
                                        .toList())
                                .overrideConfiguration(override -> override.apiCallTimeout(limit(left.get()))))
                        .failed()
                        .stream()
                        // A handle that SQS does not know is of a message that it does not have.
                        .filter(entry -> !Boolean.TRUE.equals(entry.senderFault()))
                        .map(entry -> Integer.valueOf(entry.id()))
                        .collect(Collectors.toSet());
                batch.stream().filter(index -> !failed.contains(index)).forEach(maybeThere::remove);
            } catch (RuntimeException e) {
                // They may be there.
            }
        }
        return maybeThere;
    }

    private static DeleteMessageBatchRequestEntry deletion(int index, QueueMessage message) {
        return DeleteMessageBatchRequestEntry.builder()
                .id(Integer.toString(index))
                .receiptHandle(message.replaced())
                .build();
    }

    private static List<List<DelayedMessage>> batches(List<DelayedMessage> messages) {
        List<List<DelayedMessage>> batches = new ArrayList<>();
        int bytes = 0;
        for (DelayedMessage message : messages) {
            if (batches.isEmpty() || batches.getLast().size() == MAX_BATCH || bytes + message.bytes() > MAX_BYTES) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.getLast().add(message);
            bytes += message.bytes();
        }
        return batches;
    }

    private static SendMessageBatchRequestEntry newMessage(DelayedMessage delayed) {
        QueueMessage message = delayed.message();
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put(MessageAttribute.DELIVERIES, attribute("Number", Integer.toString(message.deliveries())));
        if (message.sent() != null) {
            attributes.put(
                    MessageAttribute.FIRST_SENT,
                    attribute("Number", Long.toString(message.sent().toEpochMilli())));
        }
        if (!message.receiptHandle().isEmpty()) {
            attributes.put(MessageAttribute.REPLACED, attribute("String", message.receiptHandle()));
        }
        return SendMessageBatchRequestEntry.builder()
                .id(delayed.id())
                .messageBody(message.body())
                .messageAttributes(attributes)
                .delaySeconds(delayed.seconds())
                .build();
    }

    void changeVisibility(List<DelayedMessage> messages, Deadline deadline) {
        inBatches(messages).forEach(batch -> changeVisibilityAtOnce(batch, deadline));
    }

    private static <T> List<List<T>> inBatches(List<T> all) {
        return all.stream().gather(Gatherers.windowFixed(MAX_BATCH)).toList();
    }

    private void changeVisibilityAtOnce(List<DelayedMessage> messages, Deadline deadline) {
        Optional<Duration> left = deadline.timeForRequest();
        if (left.isEmpty()) {
            notScheduled.accept(Failure.OUT_OF_TIME, messages.size());
            return;
        }
        try {
            List<BatchResultErrorEntry> refused = sqs.changeMessageVisibilityBatch(request -> request.queueUrl(queueUrl)
                            .entries(messages.stream().map(RetryQueues::later).toList())
                            .overrideConfiguration(override -> override.apiCallTimeout(limit(left.get()))))
                    .failed();
            if (!refused.isEmpty()) {
                String codes = refused.stream()
                        .map(BatchResultErrorEntry::code)
                        .distinct()
                        .collect(Collectors.joining(", "));
                notScheduled.accept("SQS answered for these messages: " + codes, refused.size());
            }
        } catch (RuntimeException e) {
            notScheduled.accept(String.valueOf(e.getMessage()), messages.size());
        }
    }

    private static ChangeMessageVisibilityBatchRequestEntry later(DelayedMessage delayed) {
        return ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(delayed.id())
                .receiptHandle(delayed.message().receiptHandle())
                .visibilityTimeout(delayed.seconds())
                .build();
    }

    /** Whether the message is now in the dead-letter queue. */
    boolean sendToDeadLetters(QueueMessage message, String reason, Deadline deadline) {
        Optional<Duration> left = deadline.timeForRequest();
        if (left.isEmpty()) {
            return false;
        }
        try {
            sqs.sendMessage(request -> request.queueUrl(deadLetterQueueUrl)
                    .messageBody(message.body())
                    .messageAttributes(attributes(message.id(), reason))
                    .overrideConfiguration(override -> override.apiCallTimeout(limit(left.get()))));
            return true;
        } catch (RuntimeException e) {
            notScheduled.accept("not sent to the dead-letter queue: " + e.getMessage(), 1);
            return false;
        }
    }

    private static Map<String, MessageAttributeValue> attributes(String id, String reason) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put(MessageAttribute.REASON, attribute("String", SanitizedText.of(reason, MAX_REASON)));
        if (!id.isEmpty()) {
            attributes.put(MessageAttribute.MESSAGE_ID, attribute("String", id));
        }
        return attributes;
    }

    /** Never more than half of the time that is left, so that there is time to respond. */
    private static Duration limit(Duration left) {
        Duration half = left.dividedBy(2);
        return half.compareTo(MAX_CALL) < 0 ? half : MAX_CALL;
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    /** A sending has ended in one of these ways. */
    enum Sending {
        SENT,
        NOT_SENT,
        /** No answer arrived: SQS may have taken it. */
        NOT_KNOWN
    }

    /** @param delay before its next delivery, in whole seconds */
    record DelayedMessage(int index, QueueMessage message, Duration delay) {
        String id() {
            return Integer.toString(index);
        }

        int seconds() {
            return (int) delay.toSeconds();
        }

        DelayedMessage later(Duration time) {
            return new DelayedMessage(index, message, delay.plus(time));
        }

        int bytes() {
            return message.body().getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
