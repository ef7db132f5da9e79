package org.allowput.contract.event;

import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.SanitizedText;
import org.allowput.contract.json.UnreadableException;

/**
 * An event that S3 sends to EventBridge, whole: a rule that transforms its input has made something else of it. The key
 * is not encoded.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge event message
 *     structure</a>
 */
final class EventBridgeEvent {
    private static final String SOURCE = "aws.s3";

    private EventBridgeEvent() {}

    static ChangeEvent event(JsonObject message) throws UnreadableException {
        String type = message.text("detail-type");
        if (!message.hasText("source", SOURCE)) {
            throw new UnreadableException("an EventBridge event whose source is not " + SOURCE + "; expected one of S3:"
                    + " check the event pattern of the rule");
        }
        JsonObject detail = message.object("detail");
        String version = detail.optionalText("event-version");
        if (!message.hasText("version", "0") || (version != null && !version.startsWith("1."))) {
            throw new UnreadableException(
                    "an EventBridge event whose version is not 0, or whose detail's event-version is"
                            + " not 1.x; update this function to one that knows it");
        }
        JsonObject object = detail.object("object");
        return new ChangeEvent(
                kind(type, detail, object.textOrEmpty("version-id")),
                type,
                ObjectNameParser.bucket(detail.object("bucket"), "name"),
                ObjectNameParser.exactKey(object.text("key"), object.at("key")),
                message.time("time"));
    }

    /**
     * S3 has one type of event for deletions and expirations, and a field for the reason.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html">Using EventBridge</a>
     */
    private static Kind kind(String type, JsonObject detail, String versionId) throws UnreadableException {
        return switch (type) {
            case "Object Created", "Object Restore Completed" -> Kind.CREATED;
            case "Object Deleted" ->
                detail.hasText("reason", "DeleteObject")
                        ? Kind.REMOVED
                        : S3Notification.expired(!detail.hasText("deletion-type", "Delete Marker Created"), versionId);
            case "Object Restore Initiated",
                    "Object Restore Expired",
                    "Object Storage Class Changed",
                    "Object Access Tier Changed",
                    "Object ACL Updated" -> Kind.OTHER;
            case "Object Tags Added", "Object Tags Deleted" -> Kind.TAGGED;
            default ->
                throw new UnreadableException("detail-type is " + SanitizedText.of(type, 60)
                        + ", which S3 does not document; expected one such as Object Created:"
                        + " check the event pattern of the rule");
        };
    }
}
