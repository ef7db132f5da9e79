package org.allowput.contract.event;

import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.List;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.SanitizedText;
import org.allowput.contract.json.UnreadableException;

/**
 * A notification that S3 sends to a queue, a topic or a function: {@code Records}, each about one object.
 *
 * <p>Any minor version of version 2 is read, as AWS asks of applications; another major version is not.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class S3Notification {
    public static final String SOURCE = "aws:s3";

    private S3Notification() {}

    /** Every record's event; one that cannot be read makes all of them unreadable. */
    static List<ChangeEvent> events(JsonObject notification) throws UnreadableException {
        List<JrsValue> records = notification.elements("Records");
        ChangeEvent.Attempt attempt = ChangeEvent.Attempt.of(notification);
        List<ChangeEvent> events = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            ChangeEvent event = event(JsonObject.of("Records[" + i + "]", records.get(i)));
            events.add(attempt.isTask() ? event.asTask(attempt) : event.with(attempt));
        }
        return events;
    }

    public static ChangeEvent event(JsonObject entry) throws UnreadableException {
        if (!entry.hasText("eventSource", SOURCE)) {
            throw new UnreadableException(entry.at("eventSource") + " is not " + SOURCE + "; seen "
                    + entry.describeFields() + "; expected a record of an S3 event notification");
        }
        String version = entry.text("eventVersion");
        if (!version.startsWith("2.")) {
            throw new UnreadableException(entry.at("eventVersion") + " is " + SanitizedText.of(version, 20)
                    + "; expected 2.x: update this function to one that knows it");
        }
        String eventName = entry.text("eventName");
        JsonObject s3 = entry.object("s3");
        JsonObject object = s3.object("object");
        return new ChangeEvent(
                kind(eventName, entry.at("eventName"), object.textOrEmpty("versionId")),
                eventName,
                ObjectNameParser.bucket(s3.object("bucket"), "name"),
                ObjectNameParser.formDecodedKey(object.text("key"), object.at("key")),
                entry.time("eventTime"),
                ChangeEvent.Attempt.FIRST,
                ReplicationSession.isPrincipal(
                        entry.objectOrEmpty("userIdentity").textOrEmpty("principalId")));
    }

    /**
     * The newest version of an object does not expire for good, but by a delete marker: what is deleted under an id was
     * an earlier version, or the marker.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configure-notification.html">
     *     Lifecycle event notifications</a>
     */
    static Kind expired(boolean permanently, String versionId) {
        return permanently && !versionId.isEmpty() && !versionId.equals("null") ? Kind.OTHER : Kind.EXPIRED;
    }

    /**
     * A name of a family that is not documented is no reason to skip: only events that a bucket's configuration asks
     * for are sent, so somebody expects something of it.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">
     *     Event types</a>
     */
    private static Kind kind(String eventName, String where, String versionId) throws UnreadableException {
        int colon = eventName.indexOf(':');
        return switch (colon < 0 ? eventName : eventName.substring(0, colon)) {
            case "ObjectCreated" -> Kind.CREATED;
            case "ObjectRestore" -> eventName.equals("ObjectRestore:Completed") ? Kind.CREATED : Kind.OTHER;
            case "ObjectRemoved" -> Kind.REMOVED;
            case "LifecycleExpiration" -> expired(!eventName.endsWith("DeleteMarkerCreated"), versionId);
            case "ObjectTagging" -> Kind.TAGGED;
            case "ObjectAcl",
                    "ObjectAnnotation",
                    "ObjectRetention",
                    "LifecycleTransition",
                    "IntelligentTiering",
                    "Replication",
                    "ReducedRedundancyLostObject" -> Kind.OTHER;
            default ->
                throw new UnreadableException(where + " is " + SanitizedText.of(eventName, 60)
                        + ", which S3 does not document;" + " expected an event such as ObjectCreated:Put");
        };
    }
}
