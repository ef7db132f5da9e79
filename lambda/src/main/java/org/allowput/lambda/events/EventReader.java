package org.allowput.lambda.events;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.event.S3Notification;
import org.allowput.contract.event.SourceLook;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;
import org.allowput.lambda.events.Delivery.QueueMessage;

/**
 * Recognises, by content, what a trigger delivered: messages of a queue, an S3 notification, an SNS or EventBridge
 * event, tasks of an S3 Batch Operations job, or the schedule's request for a look at the source bucket.
 *
 * <p>A delivery fails alone if possible: an unreadable message is a {@link Delivery.Unreadable}, and the rest of its
 * batch is processed. Only a document without recognisable deliveries is refused as a whole.
 */
public final class EventReader {
    private static final String EXPECTED = "expected an event of SQS, S3, SNS, EventBridge or S3 Batch Operations;"
            + " invoke this function by one of them, or with what bin/event prints";

    private EventReader() {}

    /**
     * Reads one invocation's event to its end. Uses memory in proportion to the event, of which at most 7 MiB are read,
     * and a bounded stack for any event.
     *
     * @throws IOException if the stream cannot be read
     * @throws UnrecognisedEventException if it is not an event of a known shape
     */
    public static InvocationRequest read(InputStream in) throws IOException {
        try {
            JrsValue document = EventJson.parse(in);
            return read(JsonObject.of("", document));
        } catch (UnreadableException e) {
            throw new UnrecognisedEventException(e.reason() + "; " + EXPECTED);
        }
    }

    private static InvocationRequest read(JsonObject event) throws UnreadableException {
        return switch (MessageParser.Format.of(event)) {
            case RECORDS -> read(event.elements("Records"));
            case BATCH_JOB -> BatchJobRequest.of(event);
            case SOURCE_LOOK -> new SourceLookRequest(SourceLook.of(event));
            case TEST_EVENT, EVENT_BRIDGE, SNS, DESTINATION_RECORD ->
                new DirectRequest(List.of(new Delivery.Changes("event", MessageParser.read(event))));
        };
    }

    private static InvocationRequest read(List<JrsValue> records) throws UnreadableException {
        if (anyHasSource(QueueRequest.SOURCE, "eventSource", records)) {
            return new QueueRequest(
                    deliveries(records, QueueRequest::delivery),
                    records.stream().map(QueueMessage::of).toList());
        }
        if (anyHasSource(S3Notification.SOURCE, "eventSource", records)) {
            return new DirectRequest(deliveries(records, DirectRequest::s3Record));
        }
        if (anyHasSource(DirectRequest.SNS, "EventSource", records)) {
            return new DirectRequest(deliveries(records, DirectRequest::snsRecord));
        }
        throw new UnreadableException("seen Records of which the first is "
                + JsonObject.of("Records[0]", records.getFirst()).describeFields());
    }

    private static boolean anyHasSource(String source, String field, List<JrsValue> records) {
        return records.stream()
                .anyMatch(entry ->
                        entry instanceof JrsObject fields && new JsonObject("", fields).hasText(field, source));
    }

    private static List<Delivery> deliveries(List<JrsValue> records, BiFunction<String, JrsValue, Delivery> reading) {
        return IntStream.range(0, records.size())
                .mapToObj(i -> reading.apply("Records[" + i + "]", records.get(i)))
                .toList();
    }
}
