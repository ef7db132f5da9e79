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
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.json.SanitizedText;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.events.Delivery.QueueMessage;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The requests for failed messages, to their queue and its dead-letter queue. No method throws. */
record RetryQueues(
        SqsClient sqs,
        SqsClient sqsWithoutRetries,
        String queueUrl,
        String deadLetterQueueUrl,
        ObjIntConsumer<String> notScheduled) {
    private static final int MAX_BATCH = 10;

    /**
     * Bytes of the bodies in one SendMessageBatch. SQS permits 1 MiB, attributes included: a message that has as much
     * without them is refused.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">SendMessageBatch</a>
     */
    private static final int MAX_BYTES = 1024 * 1024 - MAX_BATCH * 256;

    private static final int MAX_REASON = 1000;
    private static final Duration MAX_CALL = Duration.ofSeconds(5);

    /**
     * Sends each as a new message with its delay, in one attempt: SQS may have taken what another one sends once more.
     * Returns the indices of those that SQS says it has taken.
     */
    Set<Integer> sendAgain(List<DelayedMessage> messages, Deadline deadline) {
        Set<Integer> sent = new HashSet<>();
        for (List<DelayedMessage> batch : batches(messages)) {
            Optional<Duration> left = deadline.timeForRequest();
            if (left.isEmpty()) {
                return sent;
            }
            try {
                SendMessageBatchResponse answer = sqsWithoutRetries.sendMessageBatch(request -> request.queueUrl(
                                queueUrl)
                        .entries(batch.stream().map(RetryQueues::newMessage).toList())
                        .overrideConfiguration(override -> override.apiCallTimeout(limit(left.get()))));
                answer.successful().forEach(entry -> sent.add(Integer.valueOf(entry.id())));
            } catch (RuntimeException e) {
                // They wait in flight, as those do that SQS refuses.
            }
        }
        return sent;
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
        return SendMessageBatchRequestEntry.builder()
                .id(delayed.id())
                .messageBody(message.body())
                .messageAttributes(attributes)
                .delaySeconds(delayed.seconds())
                .build();
    }

    void changeVisibility(List<DelayedMessage> messages, Deadline deadline) {
        for (int from = 0; from < messages.size(); from += MAX_BATCH) {
            changeVisibilityAtOnce(messages.subList(from, Math.min(messages.size(), from + MAX_BATCH)), deadline);
        }
    }

    private void changeVisibilityAtOnce(List<DelayedMessage> messages, Deadline deadline) {
        Optional<Duration> left = deadline.timeForRequest();
        if (left.isEmpty()) {
            notScheduled.accept(Deadline.OUT_OF_TIME, messages.size());
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

    /** @param delay before its next delivery, in whole seconds */
    record DelayedMessage(int index, QueueMessage message, Duration delay) {
        String id() {
            return Integer.toString(index);
        }

        int seconds() {
            return (int) delay.toSeconds();
        }

        int bytes() {
            return message.body().getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
