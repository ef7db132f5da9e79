package org.allowput.lambda.events;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of an SQS queue, as Lambda delivers it. A field that the event lacks does not make it unreadable.
 *
 * @param id empty if the event has none
 * @param body as it was sent; empty if the event has none
 * @param receiptHandle of this delivery; empty if the event has none
 * @param receiveCount how often it was received, this delivery included: at least 1
 * @param sent when it was sent to the queue; null if the event has no such time
 */
public record QueueMessage(
        String id,
        String body,
        String receiptHandle,
        int receiveCount,
        @Nullable Instant sent) {
    static QueueMessage of(JrsValue value) {
        JsonObject message = new JsonObject("", value instanceof JrsObject fields ? fields : new JrsObject());
        JsonObject attributes = message.objectOrEmpty("attributes");
        long sent = number(attributes, "SentTimestamp");
        return new QueueMessage(
                message.textOrEmpty("messageId"),
                message.textOrEmpty("body"),
                message.textOrEmpty("receiptHandle"),
                Math.clamp(number(attributes, "ApproximateReceiveCount"), 1, Integer.MAX_VALUE),
                sent > 0 ? Instant.ofEpochMilli(sent) : null);
    }

    private static long number(JsonObject attributes, String field) {
        try {
            return Long.parseLong(attributes.textOrEmpty(field));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
