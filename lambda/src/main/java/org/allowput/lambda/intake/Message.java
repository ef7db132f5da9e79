package org.allowput.lambda.intake;

import java.util.List;

/**
 * What tells of changes, in whatever it was wrapped: an S3 notification, {@code s3:TestEvent}, an EventBridge event, or
 * an SNS notification around one of them.
 */
final class Message {
    private static final String EXPECTED = "expected an S3 event notification (Records), an EventBridge event of S3"
            + " (detail-type, source aws.s3), s3:TestEvent, or an SNS notification (Type, Message) around one of them;"
            + " check what else sends to this function or its queue";

    private Message() {}

    /** The text of an SQS message: any of the shapes. */
    static List<ChangeEvent> read(String text) throws UnreadableException {
        return read(JsonObject.of("", Json.parse(text)));
    }

    static List<ChangeEvent> read(JsonObject message) throws UnreadableException {
        return SnsNotification.is(message) ? readInner(SnsNotification.message(message)) : readInner(message);
    }

    /** The text of a message that is in an SNS notification: any of the shapes but another envelope. */
    static List<ChangeEvent> readInner(String text) throws UnreadableException {
        return readInner(JsonObject.of("", Json.parse(text)));
    }

    private static List<ChangeEvent> readInner(JsonObject message) throws UnreadableException {
        if (message.has("Records")) {
            return S3Notification.events(message);
        }
        if (TestEvent.is(message)) {
            return List.of(TestEvent.event(message));
        }
        if (EventBridgeEvent.is(message)) {
            return List.of(EventBridgeEvent.event(message));
        }
        throw new UnreadableException("seen " + message.seen() + "; " + EXPECTED);
    }
}
