package org.allowput.lambda.events;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import java.util.List;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A delivery is a part of an invocation's event with an id of its own, under which its result is reported. */
public sealed interface Delivery {
    /**
     * The id that the sender knows it by: an SQS message id, a task id, or for what is delivered directly its place in
     * the document. Ids are as given: they may repeat, and the id of a message that came without one is empty.
     */
    String id();

    /**
     * A delivery that was understood.
     *
     * @param events at least one
     */
    record Changes(String id, List<ChangeEvent> events) implements Delivery {
        public Changes {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("no events: what says nothing is unreadable");
            }
        }
    }

    /**
     * A delivery that cannot be read: a failure, independent of the request's other deliveries.
     *
     * @param reason what was seen, what is expected and what to do; bounded, and free of the event's values
     */
    record Unreadable(String id, String reason) implements Delivery {}

    /**
     * A message that is not looked at in its first delivery: an earlier invocation by the same event has ended with
     * requests that may still take effect, so that a copy that is made now could be replaced by an older one.
     */
    record Postponed(String id, String reason) implements Delivery {}

    /**
     * A message of an SQS queue, as Lambda delivers it. A text that the event lacks is empty, and does not make it
     * unreadable.
     *
     * <p>A message that failed several times was sent again by the function, as a new message. Attributes then say what
     * SQS knows of the earlier ones only.
     *
     * @param replaced the receipt handle of the message that this one was sent for and that may still be in the queue:
     *     empty if there is none
     * @param earlier how often it was delivered before it was sent again: 0 if it was not
     * @param received how often it was delivered since, this delivery included: at least 1
     * @param sent when it was first sent to the queue
     */
    record QueueMessage(
            String id,
            String body,
            String receiptHandle,
            String replaced,
            int earlier,
            int received,
            @Nullable Instant sent) {
        /** More than {@code MAX_RECEIVE_COUNT} can be: a message that another program sent is no reason to overflow. */
        private static final int MAX_DELIVERIES = 1_000_000;

        static QueueMessage of(JrsValue value) {
            JsonObject message = new JsonObject("", value instanceof JrsObject fields ? fields : new JrsObject());
            JsonObject attributes = message.objectOrEmpty("attributes");
            JsonObject own = message.objectOrEmpty("messageAttributes");
            long first = number(own.objectOrEmpty(MessageAttribute.FIRST_SENT), "stringValue");
            long sent = first > 0 ? first : number(attributes, "SentTimestamp");
            long earlier = Math.clamp(
                    number(own.objectOrEmpty(MessageAttribute.DELIVERIES), "stringValue"), 0, MAX_DELIVERIES);
            return new QueueMessage(
                    message.textOrEmpty("messageId"),
                    message.textOrEmpty("body"),
                    message.textOrEmpty("receiptHandle"),
                    own.objectOrEmpty(MessageAttribute.REPLACED).textOrEmpty("stringValue"),
                    (int) earlier,
                    Math.clamp(number(attributes, "ApproximateReceiveCount"), 1, MAX_DELIVERIES),
                    sent > 0 ? Instant.ofEpochMilli(sent) : null);
        }

        /** How often it was delivered in all, this delivery included. */
        public int deliveries() {
            return earlier + received;
        }

        /** Most messages lack most fields: for those no exception is made. */
        private static long number(JsonObject attributes, String field) {
            String text = attributes.textOrEmpty(field);
            try {
                return text.isEmpty() ? 0 : Long.parseLong(text);
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
