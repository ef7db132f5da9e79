package org.allowput.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.List;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.UnreadableException;

/**
 * An event as the input of a workflow's execution: an S3 notification of one record, and in {@code largeObject} which
 * attempt it asks for when it is delivered again. A failed execution sends its input to the dead-letter queue as it is.
 */
public final class StoredEvent {
    private StoredEvent() {}

    /** The text of an event, for its next attempt. */
    public static String write(ChangeEvent event, String region) {
        try {
            return new String(
                    EventJson.write(json -> {
                        json.writeStartObject();
                        json.writeArrayFieldStart("Records");
                        json.writeStartObject();
                        json.writeStringField("eventVersion", "2.1");
                        json.writeStringField("eventSource", S3Notification.SOURCE);
                        json.writeStringField("awsRegion", region);
                        if (event.time() != null) {
                            json.writeStringField("eventTime", event.time().toString());
                        }
                        json.writeStringField("eventName", nameInNotifications(event));
                        json.writeObjectFieldStart("s3");
                        json.writeObjectFieldStart("bucket");
                        json.writeStringField("name", event.bucket());
                        json.writeEndObject();
                        json.writeObjectFieldStart("object");
                        json.writeStringField("key", URLEncoder.encode(event.key(), UTF_8));
                        json.writeEndObject();
                        json.writeEndObject();
                        json.writeEndObject();
                        json.writeEndArray();
                        ChangeEvent.Attempt next = event.next().attempt();
                        json.writeObjectFieldStart(ChangeEvent.Attempt.FIELD);
                        json.writeStringField("job", next.job());
                        json.writeNumberField("attempt", next.number());
                        json.writeEndObject();
                        json.writeEndObject();
                    }),
                    UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The event of such a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ChangeEvent read(String text) {
        try {
            List<ChangeEvent> events = MessageParser.read(text);
            if (events.size() != 1) {
                throw new IllegalArgumentException(
                        "the execution's input names " + events.size() + " events; expected one");
            }
            return events.getFirst();
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("the execution's input: " + e.reason(), e);
        }
    }

    /** EventBridge has other names for the events of S3, and a task of a job has none. */
    private static String nameInNotifications(ChangeEvent event) {
        return switch (event.eventName()) {
            case "Object Created", "BatchOperations:Task" -> "ObjectCreated:CompleteMultipartUpload";
            case "Object Restore Completed" -> "ObjectRestore:Completed";
            case "Object Deleted" -> "ObjectRemoved:Delete";
            case "Object Tags Added" -> "ObjectTagging:Put";
            case "Object Tags Deleted" -> "ObjectTagging:Delete";
            default -> event.eventName();
        };
    }
}
