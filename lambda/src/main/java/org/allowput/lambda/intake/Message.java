package org.allowput.lambda.intake;

import java.util.List;

/**
 * What tells of changes, in whatever it was wrapped: an S3 notification, {@code s3:TestEvent}, an EventBridge event, or
 * an SNS notification around one of them.
 */
final class Message {
    private static final String WHAT_TO_DO = "; check what else sends to this function or its queue";

    private Message() {}

    /** The text of an SQS message: any of the shapes. */
    static List<ChangeEvent> read(String text) throws UnreadableException {
        return read(JsonObject.of("", Json.parse(text)));
    }

    static List<ChangeEvent> read(JsonObject message) throws UnreadableException {
        return Shape.of(message) == Shape.SNS ? readInner(SnsNotification.message(message)) : readUnwrapped(message);
    }

    /** The text of a message that is in an SNS notification: any of the shapes but another envelope. */
    static List<ChangeEvent> readInner(String text) throws UnreadableException {
        return readUnwrapped(JsonObject.of("", Json.parse(text)));
    }

    private static List<ChangeEvent> readUnwrapped(JsonObject message) throws UnreadableException {
        return switch (Shape.of(message)) {
            case RECORDS -> S3Notification.events(message);
            case TEST_EVENT -> List.of(TestEvent.event(message));
            case EVENT_BRIDGE -> List.of(EventBridgeEvent.event(message));
            case SNS -> throw new UnreadableException("a notification of SNS in another" + WHAT_TO_DO);
            case BATCH_JOB -> throw new UnreadableException("tasks of S3 Batch Operations in a message" + WHAT_TO_DO);
        };
    }
}
