package org.allowput.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.UnreadableException;

/**
 * An event as the input of a workflow's execution: an S3 notification of one record, and in {@code largeObject} which
 * attempt it asks for when it is delivered again. A failed execution sends its input to the dead-letter queue as it is.
 */
public final class StoredEvent {
    private StoredEvent() {}

    /**
     * The text of an event, for its next attempt: the same for equal events, by which Step Functions knows a repeated
     * start.
     */
    public static String write(ChangeEvent event, String region) {
        return notification(event.next(), region);
    }

    /** The notification of an event, for the attempt that it states. */
    public static String notification(ChangeEvent event, String region) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("eventVersion", "2.1");
        entry.put("eventSource", S3Notification.SOURCE);
        entry.put("awsRegion", region);
        if (event.time() != null) {
            entry.put("eventTime", event.time().toString());
        }
        entry.put("eventName", nameInNotifications(event));
        Map<String, Object> s3 = new LinkedHashMap<>();
        s3.put("bucket", Map.of("name", event.bucket()));
        s3.put("object", Map.of("key", URLEncoder.encode(event.key(), UTF_8)));
        entry.put("s3", s3);
        Map<String, Object> attempt = new LinkedHashMap<>();
        attempt.put("job", event.attempt().job());
        attempt.put("attempt", event.attempt().number());
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("Records", List.of(entry));
        notification.put(ChangeEvent.Attempt.FIELD, attempt);
        return new String(EventJson.write(notification), UTF_8);
    }

    /** The event of such a text. @throws IllegalArgumentException if it is none */
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
            case "Object Deleted" ->
                event.kind() == ChangeEvent.Kind.EXPIRED ? "LifecycleExpiration:Delete" : "ObjectRemoved:Delete";
            case "Object Tags Added" -> "ObjectTagging:Put";
            case "Object Tags Deleted" -> "ObjectTagging:Delete";
            default -> event.eventName();
        };
    }
}
