package org.allowput.sandbox.deployed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue and the dead-letter queue of a sandbox, as account B's administrator sees them. */
public record Queues(Deployment deployment) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /**
     * So many attempts, so far apart, instead of what production needs. Gives what puts it back.
     *
     * @param seconds more than a copy takes, where any is meant to succeed
     */
    public Runnable shortenVisibility(int attempts, int seconds) {
        return change(attributes -> {
            attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(seconds));
            attributes.compute(
                    QueueAttributeName.REDRIVE_POLICY,
                    (name, policy) -> String.valueOf(policy)
                            .replaceAll("(\"maxReceiveCount\"\\s*:\\s*)\"?\\d+\"?", "$1" + attempts));
        });
    }

    /** A visibility timeout that is shorter by that factor. Gives what puts it back. */
    public Runnable scaled(int factor) {
        return change(attributes -> attributes.compute(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                (name, seconds) -> Integer.toString(Integer.parseInt(String.valueOf(seconds)) / factor)));
    }

    private Runnable change(Consumer<Map<QueueAttributeName, String>> change) {
        SqsClient sqs = deployment.source().sqs();
        List<QueueAttributeName> names =
                List.of(QueueAttributeName.VISIBILITY_TIMEOUT, QueueAttributeName.REDRIVE_POLICY);
        Map<QueueAttributeName, String> before = sqs.getQueueAttributes(
                        request -> request.queueUrl(deployment.queueUrl()).attributeNames(names))
                .attributes();
        Map<QueueAttributeName, String> changed = new HashMap<>(before);
        change.accept(changed);
        sqs.setQueueAttributes(
                request -> request.queueUrl(deployment.queueUrl()).attributes(changed));
        return () -> sqs.setQueueAttributes(
                request -> request.queueUrl(deployment.queueUrl()).attributes(before));
    }

    public int deadLetters() {
        return count(deployment.deadLetterQueueUrl(), List.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    /** Messages that wait, that are being worked on, and that are to wait later. */
    public int left() {
        return count(
                deployment.queueUrl(),
                List.of(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    }

    private int count(String queueUrl, List<QueueAttributeName> which) {
        return deployment
                .source()
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(which))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    String send(String body) {
        return send(deployment.queueUrl(), body);
    }

    String sendDeadLetter(String body) {
        return send(deployment.deadLetterQueueUrl(), body);
    }

    private String send(String queueUrl, String body) {
        return deployment
                .source()
                .sqs()
                .sendMessage(request -> request.queueUrl(queueUrl).messageBody(body))
                .messageId();
    }

    /** At most ten, with their attributes; they stay visible. */
    List<Message> readDeadLetters() {
        return deployment
                .source()
                .sqs()
                .receiveMessage(request -> request.queueUrl(deployment.deadLetterQueueUrl())
                        .visibilityTimeout(0)
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All"))
                .messages();
    }

    void purgeDeadLetters() {
        deployment.source().sqs().purgeQueue(request -> request.queueUrl(deployment.deadLetterQueueUrl()));
    }

    public void awaitDeadLetters(int count) {
        Eventually.until(
                TIMEOUT, count + " messages in the dead-letter queue", this::deadLetters, seen -> seen == count);
    }

    long redrive() {
        return new DeadLetters(deployment.source().sqs(), deployment.deadLetterQueueUrl())
                .move(deployment.queueUrl(), letter -> true);
    }
}
