package org.allowput.lambda.retry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.allowput.lambda.events.QueueMessage;

/**
 * A message that failed and is delivered again later.
 *
 * @param index of the message in its invocation
 * @param delay before its next delivery, in whole seconds
 */
record DelayedMessage(int index, QueueMessage message, Duration delay) {
    /** In a batch of requests. */
    String id() {
        return Integer.toString(index);
    }

    int seconds() {
        return (int) delay.toSeconds();
    }

    int bytes() {
        return message.body().getBytes(StandardCharsets.UTF_8).length;
    }
}
