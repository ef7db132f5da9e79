package org.allowput.lambda.events;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;
import org.allowput.lambda.events.Delivery.QueueMessage;

/**
 * Messages of an SQS queue, of which those that failed are named in the answer and come back.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an
 *     SQS event source</a>
 */
record QueueRequest(List<Delivery> deliveries, List<QueueMessage> messages) implements InvocationRequest {
    static final String SOURCE = "aws:sqs";

    private static final String POSTPONED =
            "an invocation by this event ended, and what it sent to the target may still"
                    + " arrive: the event is delivered again after that";

    static Delivery delivery(String path, JrsValue value) {
        String id = "";
        try {
            JsonObject message = JsonObject.of(path, value);
            id = Objects.requireNonNullElse(message.optionalText("messageId"), "");
            if (!message.hasText("eventSource", SOURCE)) {
                throw new UnreadableException(
                        message.at("eventSource") + " is not " + SOURCE + " as that of other records");
            }
            return mayBePutLater(message)
                    ? new Delivery.Postponed(id, POSTPONED)
                    : new Delivery.Changes(id, MessageParser.read(message.text("body")));
        } catch (UnreadableException e) {
            return new Delivery.Unreadable(id, e.reason());
        }
    }

    /**
     * Whether Lambda has just sent the message because an asynchronous invocation failed in which a request to the
     * target may not have ended: its worker died, or it says so itself. Lambda sends it within a second. A queue's own
     * messages come back later when a worker dies, after the visibility timeout.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq">
     *     Dead-letter queues</a>
     */
    private static boolean mayBePutLater(JsonObject message) {
        JsonObject attributes = message.objectOrEmpty("messageAttributes");
        String error = attributes.objectOrEmpty(MessageAttribute.ERROR_MESSAGE).textOrEmpty("stringValue");
        return attributes.has(MessageAttribute.REQUEST_ID)
                && message.objectOrEmpty("attributes").hasText("ApproximateReceiveCount", "1")
                && !DeliveryReport.allRequestsEnded(error);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A failed message without an id cannot be named, and an answer with an empty id would mean the same as this
     * exception: all messages come back.
     */
    @Override
    public void answer(List<DeliveryResult> results, OutputStream out) throws IOException {
        Set<String> failed = new LinkedHashSet<>();
        for (DeliveryReport each : DeliveryReport.each(deliveries, results)) {
            if (each.result().failed()) {
                failed.add(each.delivery().id());
            }
        }
        if (failed.contains("")) {
            throw new ReplicationFailedException(DeliveryReport.failures(deliveries, results));
        }
        out.write(EventJson.write(SQSBatchResponse.builder()
                .withBatchItemFailures(
                        failed.stream().map(BatchItemFailure::new).toList())
                .build()));
    }
}
