package org.allowput.ops.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The messages of a dead-letter queue. A message that is read is invisible for a while and then returns; unlike in the
 * queue, being read has no other effect here.
 *
 * @param url of the dead-letter queue
 */
public record DeadLetters(SqsClient sqs, String url) {
    private static final int MAX_AT_ONCE = 10;
    private static final Duration INVISIBLE = Duration.ofMinutes(2);

    /** Reads up to a number of messages, and makes them visible again. */
    public List<Message> peek(int limit) {
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
            messages.values()
                    .forEach(message -> sqs.changeMessageVisibility(request -> request.queueUrl(url)
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0)));
        }
        return List.copyOf(messages.values());
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
