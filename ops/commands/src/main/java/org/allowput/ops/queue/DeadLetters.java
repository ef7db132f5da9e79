package org.allowput.ops.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The messages of a dead-letter queue. A message that is read is invisible for a while and then returns; unlike in the
 * queue, being read has no other effect here.
 */
public record DeadLetters(SqsClient sqs, String url) {
    private static final int MAX_AT_ONCE = 10;

    /** Of a dead-letter queue so many are read where all are asked for. */
    private static final int MOST = 10_000;

    /** How long messages that are read are invisible at most. */
    public static final Duration INVISIBLE = Duration.ofMinutes(2);

    /** Those of a stack of account B. */
    public static DeadLetters of(DeployedStack stack) {
        return new DeadLetters(stack.clients().sqs(), stack.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL));
    }

    /** Reads the messages, at most 10,000, and makes them visible again. */
    public List<DeadLetter> peek() {
        return peek(MOST);
    }

    /** Reads up to a number of messages, and makes them visible again. */
    public List<DeadLetter> peek(int limit) {
        Map<String, Message> messages = new LinkedHashMap<>();
        try {
            boolean more = true;
            while (more && messages.size() < limit) {
                more = false;
                for (Message message : receive()) {
                    more |= messages.putIfAbsent(message.messageId(), message) == null;
                }
            }
        } finally {
            giveBack(messages.values());
        }
        return messages.values().stream().map(DeadLetter::new).toList();
    }

    /**
     * Handles the messages with these ids, deletes each after it was handled, and leaves all others. A message that
     * another program has received is left, too.
     *
     * @return how many were handled
     */
    public long take(Set<String> ids, Consumer<Message> handle) {
        Set<String> left = new HashSet<>(ids);
        Map<String, Message> others = new LinkedHashMap<>();
        try {
            boolean more = true;
            while (more && !left.isEmpty()) {
                more = false;
                for (Message message : receive()) {
                    if (!ids.contains(message.messageId())) {
                        more |= others.putIfAbsent(message.messageId(), message) == null;
                        continue;
                    }
                    if (left.contains(message.messageId())) {
                        handle.accept(message);
                        left.remove(message.messageId());
                        more = true;
                    }
                    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                }
            }
        } finally {
            giveBack(others.values());
        }
        return (long) ids.size() - left.size();
    }

    /** A message that cannot be given back returns by itself within two minutes. */
    private void giveBack(Collection<Message> messages) {
        messages.stream().gather(Gatherers.windowFixed(MAX_AT_ONCE)).forEach(batch -> {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = IntStream.range(0, batch.size())
                    .mapToObj(number -> ChangeMessageVisibilityBatchRequestEntry.builder()
                            .id(Integer.toString(number))
                            .receiptHandle(batch.get(number).receiptHandle())
                            .visibilityTimeout(0)
                            .build())
                    .toList();
            sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
        });
    }

    private List<Message> receive() {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(MAX_AT_ONCE)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("All")
                        .visibilityTimeout((int) INVISIBLE.toSeconds())
                        .waitTimeSeconds(1))
                .messages();
    }
}
