package org.allowput.ops.redrive;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Moves what is in a dead-letter queue back to the queue, so that it is tried again.
 *
 * <p>On AWS a task of SQS does it. What such a task leaves, as it may do with messages that the function or EventBridge
 * sent to the dead-letter queue, and everything on an endpoint that knows no such task, is received and sent one by
 * one: a message is deleted only after its copy was acknowledged. So none is lost; one whose deletion failed may be
 * there twice, which copies its object twice and to the same end.
 *
 * @param deadLetters the URL of the queue to empty
 * @param queue the URL of the queue that the messages go to
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">
 *     StartMessageMoveTask</a>
 */
public record Redrive(SqsClient sqs, String deadLetters, String queue, Duration pollInterval) {
    private static final int MAX_AT_ONCE = 10;
    /** Seconds; above zero, so that SQS asks all of its servers and nothing received means nothing there. */
    private static final int WAIT = 2;

    /** Why a task fails that finds a message that was sent to the dead-letter queue and not moved there by SQS. */
    private static final String WITHOUT_SOURCE = "CouldNotDetermineMessageSource";

    /** What an endpoint answers that does not know the task. */
    private static final Set<String> UNKNOWN_ACTION = Set.of(
            "InvalidAction",
            "UnknownOperationException",
            "UnsupportedOperation",
            "AWS.SimpleQueueService.UnsupportedOperation");

    public Redrive(SqsClient sqs, String deadLetters, String queue) {
        this(sqs, deadLetters, queue, Duration.ofSeconds(2));
    }

    /**
     * Moves all of it.
     *
     * @return how many messages were moved; of those that SQS moved by itself, as many as it tells, which is
     *     approximate
     * @throws OperationException if the task that this started fails or is cancelled
     * @throws SqsException when SQS refuses: what was not moved is still in the dead-letter queue
     */
    public long run() {
        long byTask = moveByTask();
        return byTask + moveOneByOne();
    }

    private long moveByTask() {
        String source = arn(deadLetters);
        // A task that has ended has no handle any more: it is known by its start.
        Set<Long> earlier = tasks(source).stream()
                .map(ListMessageMoveTasksResultEntry::startedTimestamp)
                .collect(Collectors.toSet());
        String destination = arn(queue);
        if (known(() -> sqs.startMessageMoveTask(
                        request -> request.sourceArn(source).destinationArn(destination)))
                .isEmpty()) {
            return 0;
        }
        while (true) {
            Optional<ListMessageMoveTasksResultEntry> task = tasks(source).stream()
                    .filter(each -> !earlier.contains(each.startedTimestamp()))
                    .findFirst();
            if (task.isPresent()) {
                long moved = Objects.requireNonNullElse(task.get().approximateNumberOfMessagesMoved(), 0L);
                switch (task.get().status()) {
                    case "COMPLETED" -> {
                        return moved;
                    }
                    case "FAILED" -> {
                        if (WITHOUT_SOURCE.equals(task.get().failureReason())) {
                            return moved;
                        }
                        throw ended(
                                "SQS ended the task that moves messages: "
                                        + task.get().failureReason(),
                                moved);
                    }
                    case "CANCELLED" -> throw ended("Somebody cancelled the task that moves messages", moved);
                    default -> {}
                }
            }
            LockSupport.parkNanos(pollInterval.toNanos());
        }
    }

    private static OperationException ended(String why, long moved) {
        return new OperationException("%s. %s moved. The others are still in the dead-letter queue."
                .formatted(why, moved == 1 ? "1 message was" : moved + " messages were"));
    }

    /** The latest tasks. */
    private List<ListMessageMoveTasksResultEntry> tasks(String source) {
        return known(() -> sqs.listMessageMoveTasks(
                                request -> request.sourceArn(source).maxResults(MAX_AT_ONCE))
                        .results())
                .orElse(List.of());
    }

    /** The answer; empty from an endpoint that does not know such tasks. */
    private static <T> Optional<T> known(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (SqsException e) {
            if (UNKNOWN_ACTION.contains(e.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A message that the function gives up at once comes back while this runs. It has the id of the message that was
     * sent here, and stays: otherwise both would go on for ever.
     */
    private long moveOneByOne() {
        Set<String> sent = new HashSet<>();
        while (true) {
            List<Message> messages = sqs
                    .receiveMessage(request -> request.queueUrl(deadLetters)
                            .maxNumberOfMessages(MAX_AT_ONCE)
                            .messageAttributeNames("All")
                            .waitTimeSeconds(WAIT))
                    .messages()
                    .stream()
                    .filter(message -> new DeadLetter(message)
                            .receivedId()
                            .filter(sent::contains)
                            .isEmpty())
                    .toList();
            if (messages.isEmpty()) {
                return sent.size();
            }
            for (Message message : messages) {
                sent.add(send(message));
                sqs.deleteMessage(request -> request.queueUrl(deadLetters).receiptHandle(message.receiptHandle()));
            }
        }
    }

    /** Sends the same message to the queue, and returns its id there. */
    String send(Message message) {
        return sqs.sendMessage(request -> request.queueUrl(queue)
                        .messageBody(message.body())
                        .messageAttributes(message.messageAttributes()))
                .messageId();
    }

    private String arn(String url) {
        return String.valueOf(
                sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }
}
