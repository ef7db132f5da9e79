package org.allowput.ops.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The messages of a dead-letter queue. A message that is read is invisible for a while and then returns; unlike in the
 * queue, being read has no other effect here.
 */
public record DeadLetters(SqsClient sqs, String url) {
    private static final int MAX_AT_ONCE = 10;

    /** Of a dead-letter queue so many are read where all are asked for. */
    public static final int MOST = 10_000;

    /** How long messages that are read are invisible at most. */
    public static final Duration INVISIBLE = Duration.ofMinutes(2);

    /** Those of a stack of account B. */
    public static DeadLetters of(DeployedStack stack) {
        return new DeadLetters(stack.clients().sqs(), stack.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL));
    }

    /** Reads the messages, at most {@value #MOST}, and makes them visible again. */
    public List<DeadLetter> peek() {
        return peek(MOST);
    }

    /** Reads up to a number of messages, and makes them visible again. */
    public List<DeadLetter> peek(int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        take(limit, message -> true, messages -> {
            messages.forEach(message -> letters.add(new DeadLetter(message)));
            return List.of();
        });
        return letters;
    }

    /**
     * Handles messages, deletes those that were handled, and makes all others visible again. A message that another
     * program has received is left.
     *
     * @param which of them are handled
     * @param handler of up to ten messages, which returns those that it has handled
     * @return how many were handled
     */
    public long take(Predicate<Message> which, UnaryOperator<List<Message>> handler) {
        return take(Integer.MAX_VALUE, which, handler);
    }

    private long take(int limit, Predicate<Message> which, UnaryOperator<List<Message>> handler) {
        Map<String, Message> others = new LinkedHashMap<>();
        Set<String> handled = new HashSet<>();
        try {
            boolean more = true;
            while (more && others.size() < limit) {
                List<Message> taken = new ArrayList<>();
                more = false;
                for (Message message : receive()) {
                    if (handled.contains(message.messageId())) {
                        delete(List.of(message));
                    } else if (others.putIfAbsent(message.messageId(), message) == null) {
                        more = true;
                        if (which.test(message)) {
                            taken.add(message);
                        }
                    }
                }
                List<Message> done = taken.isEmpty() ? taken : handler.apply(taken);
                done.forEach(message -> handled.add(message.messageId()));
                delete(done);
                others.keySet().removeAll(handled);
            }
        } finally {
            giveBack(others.values());
        }
        return handled.size();
    }

    /** One that is not deleted returns, and is handled again, which copies its object to the same end. */
    private void delete(List<Message> messages) {
        if (!messages.isEmpty()) {
            sqs.deleteMessageBatch(request -> request.queueUrl(url)
                    .entries(messages.stream()
                            .map(message -> DeleteMessageBatchRequestEntry.builder()
                                    .id(Integer.toString(messages.indexOf(message)))
                                    .receiptHandle(message.receiptHandle())
                                    .build())
                            .toList()));
        }
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
