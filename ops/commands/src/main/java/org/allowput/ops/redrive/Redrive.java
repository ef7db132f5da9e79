package org.allowput.ops.redrive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Moves messages of a dead-letter queue back to the queue, so that they are tried again. A message is deleted only
 * after its copy was acknowledged. So none is lost; one whose deletion failed may be there twice, which copies its
 * object twice and to the same end.
 *
 * <p>Not by a task of SQS: such tasks may leave what was sent to the dead-letter queue by the function or EventBridge.
 *
 * @param deadLetters the URL of the queue to empty
 * @param queue the URL of the queue that the messages go to
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">
 *     StartMessageMoveTask</a>: only for queues that are dead-letter queues of other queues
 */
public record Redrive(SqsClient sqs, String deadLetters, String queue) {
    /** In characters: a batch has at most 1 MiB, and other programs may have sent messages as large as that. */
    private static final int LARGEST_BATCH = 200_000;

    /**
     * Moves all of it.
     *
     * @return how many messages were moved
     * @throws SqsException when SQS refuses: what was not moved is still in the dead-letter queue
     */
    public long run() {
        return run(message -> true);
    }

    /**
     * Moves some of it. A message that the function gives up at once comes back while this runs. It has the id of the
     * message that was sent here, and stays: otherwise both would go on for ever.
     */
    long run(Predicate<Message> which) {
        Set<String> sent = new HashSet<>();
        return new DeadLetters(sqs, deadLetters)
                .take(
                        message -> which.test(message)
                                && new DeadLetter(message)
                                        .receivedId()
                                        .filter(sent::contains)
                                        .isEmpty(),
                        messages -> send(messages, sent));
    }

    /** Sends the same messages to the queue, and returns those that it took. */
    private List<Message> send(List<Message> messages, Set<String> sent) {
        int characters =
                messages.stream().mapToInt(message -> message.body().length()).sum();
        return messages.stream()
                .gather(Gatherers.windowFixed(characters > LARGEST_BATCH ? 1 : messages.size()))
                .flatMap(batch -> sendBatch(batch, sent))
                .toList();
    }

    private Stream<Message> sendBatch(List<Message> messages, Set<String> sent) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.body())
                    .messageAttributes(message.messageAttributes())
                    .build());
        }
        return sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries)).successful().stream()
                .map(entry -> {
                    sent.add(entry.messageId());
                    return messages.get(Integer.parseInt(entry.id()));
                });
    }
}
