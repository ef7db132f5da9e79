package org.allowput.lambda.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.allowput.lambda.events.QueueMessage;
import org.allowput.lambda.events.Result;
import org.allowput.lambda.events.SanitizedText;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Decides what becomes of the failed messages of one invocation: one that may succeed is delivered again after the
 * delay of the {@link RetrySchedule}; one that cannot succeed is sent to the dead-letter queue, and then counts as
 * done.
 *
 * <p>A call that fails, fails no message: what it was for returns to the queue after the queue's visibility timeout.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html">
 *     ChangeMessageVisibilityBatch</a>
 */
public final class FailedMessageScheduler {
    /** The attribute of a dead letter that has the id that the log names the message by. */
    public static final String MESSAGE_ID = "MessageId";

    /** The attribute of a dead letter that says why it cannot succeed. */
    public static final String REASON = "Reason";

    /** Of ChangeMessageVisibilityBatch. */
    private static final int MAX_BATCH = 10;

    private static final int MAX_REASON = 1000;
    /** With less than this no call is tried: what is left is for the response. */
    private static final Duration LEAST_TIME = Duration.ofMillis(400);

    private static final Duration MAX_CALL = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final String queueUrl;
    private final String deadLetterQueueUrl;
    private final RetrySchedule schedule;
    private final Listener listener;

    /** Receives what the results do not show. */
    public interface Listener {
        /** So many messages return to the queue only after its visibility timeout. */
        void notScheduled(int messages, String reason);
    }

    /**
     * A scheduler.
     *
     * @param sqs with the function's own credentials
     * @param queueUrl of the queue that the messages are from
     * @param deadLetterQueueUrl of that queue's dead-letter queue
     */
    public FailedMessageScheduler(
            SqsClient sqs, String queueUrl, String deadLetterQueueUrl, RetrySchedule schedule, Listener listener) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.deadLetterQueueUrl = deadLetterQueueUrl;
        this.schedule = schedule;
        this.listener = listener;
    }

    /**
     * Schedules or gives up each message that failed. Sends nothing if none did.
     *
     * @param results one for each message, in the same order
     * @param remaining the time until the function has to respond
     * @return the results, where a message that is now in the dead-letter queue is done
     */
    public List<Result> settle(List<QueueMessage> messages, List<Result> results, Supplier<Duration> remaining) {
        List<Result> settled = new ArrayList<>(results);
        List<ChangeMessageVisibilityBatchRequestEntry> retries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            QueueMessage message = messages.get(i);
            switch (results.get(i)) {
                case Result.Done ignored -> {}
                case Result.Retry(String ignored, Result.Urgency urgency) -> retries.add(entry(i, message, urgency));
                case Result.Failed(String cause) -> {
                    if (sendToDeadLetters(message, cause, remaining)) {
                        settled.set(i, new Result.Done("sent to the dead-letter queue: " + cause));
                    } else {
                        retries.add(entry(i, message, Result.Urgency.NORMAL));
                    }
                }
            }
        }
        for (int from = 0; from < retries.size(); from += MAX_BATCH) {
            changeVisibility(retries.subList(from, Math.min(retries.size(), from + MAX_BATCH)), remaining);
        }
        return settled;
    }

    private ChangeMessageVisibilityBatchRequestEntry entry(int index, QueueMessage message, Result.Urgency urgency) {
        return ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(index))
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(
                        (int) schedule.delay(urgency, message.receiveCount()).toSeconds())
                .build();
    }

    private void changeVisibility(
            List<ChangeMessageVisibilityBatchRequestEntry> entries, Supplier<Duration> remaining) {
        Duration left = remaining.get();
        if (left.compareTo(LEAST_TIME) < 0) {
            listener.notScheduled(entries.size(), "the time was over");
            return;
        }
        try {
            List<BatchResultErrorEntry> failed = sqs.changeMessageVisibilityBatch(request -> request.queueUrl(queueUrl)
                            .entries(entries)
                            .overrideConfiguration(override -> override.apiCallTimeout(limit(left))))
                    .failed();
            if (!failed.isEmpty()) {
                String codes = failed.stream()
                        .map(BatchResultErrorEntry::code)
                        .distinct()
                        .collect(Collectors.joining(", "));
                listener.notScheduled(failed.size(), "SQS answered for these messages: " + codes);
            }
        } catch (RuntimeException e) {
            listener.notScheduled(entries.size(), String.valueOf(e.getMessage()));
        }
    }

    private boolean sendToDeadLetters(QueueMessage message, String cause, Supplier<Duration> remaining) {
        Duration left = remaining.get();
        if (left.compareTo(LEAST_TIME) < 0) {
            return false;
        }
        try {
            sqs.sendMessage(request -> request.queueUrl(deadLetterQueueUrl)
                    .messageBody(message.body())
                    .messageAttributes(attributes(message.id(), cause))
                    .overrideConfiguration(override -> override.apiCallTimeout(limit(left))));
            return true;
        } catch (RuntimeException e) {
            listener.notScheduled(1, "not sent to the dead-letter queue: " + e.getMessage());
            return false;
        }
    }

    private static Map<String, MessageAttributeValue> attributes(String id, String cause) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put(REASON, text(SanitizedText.of(cause, MAX_REASON)));
        if (!id.isEmpty()) {
            attributes.put(MESSAGE_ID, text(id));
        }
        return attributes;
    }

    /** Never more than half of the time that is left, so that there is time to respond. */
    private static Duration limit(Duration left) {
        Duration half = left.dividedBy(2);
        return half.compareTo(MAX_CALL) < 0 ? half : MAX_CALL;
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
