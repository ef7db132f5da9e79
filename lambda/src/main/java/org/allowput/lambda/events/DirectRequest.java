package org.allowput.lambda.events;

import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.event.S3Notification;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * An event that S3, SNS or EventBridge gave to the function itself, asynchronously. Nobody reads the answer; an
 * exception makes Lambda deliver all of it again, and in the end to the dead-letter destination.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How Lambda handles
 *     errors with asynchronous invocation</a>
 */
record DirectRequest(List<Delivery> deliveries) implements InvocationRequest {
    static final String SNS = "aws:sns";

    /** One record of an S3 notification; its id is its place. */
    static Delivery s3Record(String path, JrsValue value) {
        return delivery(path, () -> List.of(S3Notification.event(JsonObject.of(path, value))));
    }

    /** One record of an SNS event; its id is its place. */
    static Delivery snsRecord(String path, JrsValue value) {
        return delivery(path, () -> {
            JsonObject entry = JsonObject.of(path, value);
            if (!entry.hasText("EventSource", SNS)) {
                throw new UnreadableException(entry.at("EventSource") + " is not " + SNS + " as that of other records");
            }
            return MessageParser.readInner(MessageParser.snsMessage(entry.object("Sns")));
        });
    }

    private static Delivery delivery(String id, Reading reading) {
        try {
            return new Delivery.Changes(id, reading.events());
        } catch (UnreadableException e) {
            return new Delivery.Unreadable(id, e.reason());
        }
    }

    @Override
    public void answer(List<DeliveryResult> results, OutputStream out) throws IOException {
        if (DeliveryReport.each(deliveries, results).stream()
                .anyMatch(report -> report.result().failed())) {
            throw new ReplicationFailedException(DeliveryReport.failures(deliveries, results));
        }
        out.write("null".getBytes(StandardCharsets.US_ASCII));
    }

    private interface Reading {
        List<ChangeEvent> events() throws UnreadableException;
    }
}
