package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.redrive.Redrive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Redriving by a task of SQS that is not ours: ministack has none, LocalStack has. Run by its name only, as it installs
 * LocalStack; the command is in CONTRIBUTING.md.
 */
class RedriveByTaskOnLocalstack {
    private static final int MESSAGES = 12;

    @Test
    void aTaskMovesEveryMessageAndTheRestIsReceivedAndSent(@TempDir Path folder) {
        try (Emulator emulator = Emulator.startLocalstack(folder)) {
            SqsClient sqs = emulator.source().sqs();
            String deadLetters = queue(sqs, "dead-letters", Map.of());
            String queue = queue(
                    sqs,
                    "queue",
                    Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            "0",
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\": \"%s\", \"maxReceiveCount\": 1}"
                                    .formatted(arn(sqs, deadLetters))));
            for (int i = 0; i < MESSAGES; i++) {
                String body = "message " + i;
                sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
            }
            Eventually.until(
                    Buckets.TIMEOUT,
                    "all are in the dead-letter queue",
                    () -> {
                        receive(sqs, queue);
                        return count(sqs, deadLetters);
                    },
                    count -> count == MESSAGES);

            assertThat(new Redrive(sqs, deadLetters, queue).run()).isEqualTo(MESSAGES);

            assertThat(sqs.listMessageMoveTasks(request -> request.sourceArn(arn(sqs, deadLetters)))
                            .results())
                    .as("tasks of SQS")
                    .anySatisfy(task ->
                            assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(MESSAGES));
            assertThat(count(sqs, deadLetters)).isZero();
            assertThat(count(sqs, queue)).isEqualTo(MESSAGES);
            assertThat(new TreeSet<>(receive(sqs, queue))).allMatch(body -> body.startsWith("message "));
        }
    }

    private static List<String> receive(SqsClient sqs, String queue) {
        return sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages().stream()
                .map(message -> message.body())
                .toList();
    }

    private static String queue(SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private static String arn(SqsClient sqs, String queue) {
        return attribute(sqs, queue, QueueAttributeName.QUEUE_ARN);
    }

    private static int count(SqsClient sqs, String queue) {
        return Integer.parseInt(attribute(sqs, queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private static String attribute(SqsClient sqs, String queue, QueueAttributeName name) {
        return String.valueOf(
                sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name))
                        .attributes()
                        .get(name));
    }
}
