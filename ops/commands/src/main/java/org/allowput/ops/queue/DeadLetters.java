package org.allowput.ops.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.contract.MessageAttribute;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * The messages of a dead-letter queue. A message that is read is invisible for a while and then returns; unlike in the
 * queue, being read has no other effect here.
 */
public record DeadLetters(SqsClient sqs, String url) {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
    static final int MAX_AT_ONCE = 10;

    /** In characters: a batch has at most 1 MiB, and other programs may have sent messages as large as that. */
    private static final int LARGEST_BATCH = 200_000;

    private static final Set<String> OF_DELIVERIES = Set.of(
            MessageAttribute.DELIVERIES,
            MessageAttribute.FIRST_SENT,
            MessageAttribute.REPLACED,
            MessageAttribute.REQUEST_ID,
            MessageAttribute.ERROR_MESSAGE);

    /** Of a dead-letter queue so many are read where all are asked for. */
    public static final int MOST = 10_000;

    /** How long messages that are read are invisible at most. */
    public static final Duration INVISIBLE = Duration.ofMinutes(2);

    /** Reads the messages, at most {@value #MOST}, and makes them visible again. */
    public List<DeadLetter> peek() {
        List<DeadLetter> letters = new ArrayList<>();
        take(MOST, letter -> true, taken -> {
            letters.addAll(taken);
            return List.of();
        });
        return letters;
    }

    /**
     * Moves messages back to a queue, so that they are tried again. A message is deleted only after its copy was
     * acknowledged. So none is lost; one whose deletion failed may be there twice, which copies its object twice and to
     * the same end.
     *
     * <p>One that the function gives up at once comes back while this runs. It has the id of the message that was sent
     * here, and stays: otherwise both would go on for ever.
     *
     * <p>Not by a <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">task
     * of SQS</a>: such tasks may leave what was sent to the dead-letter queue by the function or EventBridge.
     *
     * @return how many messages were moved
     * @throws SqsException when SQS refuses: what was not moved is still in the dead-letter queue
     */
    public long move(String queue, Predicate<DeadLetter> which) {
        Set<String> sent = new HashSet<>();
        return take(Integer.MAX_VALUE, letter -> which.test(letter) && !sent.contains(letter.loggedId()), letters -> {
            int characters = letters.stream()
                    .mapToInt(letter -> letter.message().body().length())
                    .sum();
            return letters.stream()
                    .map(letter -> SendMessageBatchRequestEntry.builder()
                            .id(letter.id())
                            .messageBody(letter.message().body())
                            .messageAttributes(attributes(letter))
                            .build())
                    .gather(Gatherers.windowFixed(characters > LARGEST_BATCH ? 1 : MAX_AT_ONCE))
                    .flatMap(
                            entries -> sqs
                                    .sendMessageBatch(
                                            request -> request.queueUrl(queue).entries(entries))
                                    .successful()
                                    .stream())
                    .peek(entry -> sent.add(entry.messageId()))
                    .map(SendMessageBatchResultEntry::id)
                    .toList();
        });
    }

    /** Without what the function and Lambda have noted of earlier deliveries: a moved message is tried as a new one. */
    private static Map<String, MessageAttributeValue> attributes(DeadLetter letter) {
        Map<String, MessageAttributeValue> attributes =
                new HashMap<>(letter.message().messageAttributes());
        attributes.keySet().removeAll(OF_DELIVERIES);
        return attributes;
    }

    /**
     * Gives the handler the messages, up to ten at once, deletes those whose ids it returns, and makes all others
     * visible again. A message that another program has received is left.
     *
     * @param limit when so many others were received, no more are
     * @return how many were handled
     */
    public long take(int limit, Predicate<DeadLetter> which, Function<List<DeadLetter>, List<String>> handler) {
        Map<String, DeadLetter> others = new LinkedHashMap<>();
        Set<String> handled = new HashSet<>();
        try {
            List<DeadLetter> fresh;
            do {
                List<DeadLetter> received = sqs
                        .receiveMessage(request -> request.queueUrl(url)
                                .maxNumberOfMessages(MAX_AT_ONCE)
                                .messageAttributeNames("All")
                                .messageSystemAttributeNamesWithStrings("All")
                                .visibilityTimeout((int) INVISIBLE.toSeconds())
                                .waitTimeSeconds(1))
                        .messages()
                        .stream()
                        .map(DeadLetter::new)
                        .toList();
                fresh = received.stream()
                        .filter(each -> !handled.contains(each.id()) && others.putIfAbsent(each.id(), each) == null)
                        .toList();
                handled.addAll(handler.apply(fresh.stream().filter(which).toList()));
                others.keySet().removeAll(handled);
                // Those, too, that were received again before they were deleted.
                delete(received.stream().filter(each -> handled.contains(each.id())));
            } while (!fresh.isEmpty() && others.size() < limit);
        } finally {
            giveBack(others.values().stream());
        }
        return handled.size();
    }

    /** One that is not deleted returns, and is handled again, which copies its object to the same end. */
    private void delete(Stream<DeadLetter> letters) {
        letters.map(letter -> DeleteMessageBatchRequestEntry.builder()
                        // One answer may have a message twice, and ids in a request must differ.
                        .id(UUID.randomUUID().toString())
                        .receiptHandle(letter.message().receiptHandle())
                        .build())
                .gather(Gatherers.windowFixed(MAX_AT_ONCE))
                .forEach(entries ->
                        sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries)));
    }

    /** A message that cannot be given back returns by itself within two minutes. */
    private void giveBack(Stream<DeadLetter> letters) {
        letters.map(letter -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(letter.id())
                        .receiptHandle(letter.message().receiptHandle())
                        .visibilityTimeout(0)
                        .build())
                .gather(Gatherers.windowFixed(MAX_AT_ONCE))
                .forEach(entries -> sqs.changeMessageVisibilityBatch(
                        request -> request.queueUrl(url).entries(entries)));
    }
}
