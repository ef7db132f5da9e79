package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.testing.Eventually;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** What is in a queue, taken out of it. */
record Messages(SqsClient sqs, String queueUrl) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Waits until it has taken so many. */
    List<Message> take(int count) {
        List<Message> taken = new ArrayList<>();
        Eventually.until(TIMEOUT, count + " messages", () -> take(taken), size -> size >= count);
        return taken;
    }

    private int take(List<Message> taken) {
        List<Message> messages = sqs.receiveMessage(request ->
                        request.queueUrl(queueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
        for (Message message : messages) {
            sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        }
        taken.addAll(messages);
        return taken.size();
    }
}
