package org.allowput.contract.event;

import java.util.List;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * Parses a message about changes in any envelope: an S3 notification, {@code s3:TestEvent}, an EventBridge event, or an
 * SNS notification or a destination's record around one of them.
 *
 * <p>A destination's record is what Lambda sends to an on-failure destination when it gives up an asynchronous
 * invocation; its {@code requestPayload} is the event that the function was invoked with. A function's dead-letter
 * queue, which is what this project deploys, is sent that event alone.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Records of
 *     asynchronous invocations</a>
 */
public final class MessageParser {
    private static final String WHAT_TO_DO = "; check what else sends to this function or its queue";

    private MessageParser() {}

    /** The text of an SQS message: any of the shapes. */
    public static List<ChangeEvent> read(String text) throws UnreadableException {
        return read(JsonObject.of("", EventJson.parse(text)));
    }

    public static List<ChangeEvent> read(JsonObject message) throws UnreadableException {
        return switch (EventFormat.of(message)) {
            case SNS -> readInner(SnsNotification.message(message));
            case DESTINATION_RECORD -> readUnwrapped(message.object("requestPayload"));
            case RECORDS, TEST_EVENT, EVENT_BRIDGE, BATCH_JOB -> readUnwrapped(message);
        };
    }

    /** The text of a message that is in an SNS notification: any of the shapes but another envelope. */
    public static List<ChangeEvent> readInner(String text) throws UnreadableException {
        return readUnwrapped(JsonObject.of("", EventJson.parse(text)));
    }

    private static List<ChangeEvent> readUnwrapped(JsonObject message) throws UnreadableException {
        return switch (EventFormat.of(message)) {
            case RECORDS -> S3Notification.events(message);
            case TEST_EVENT -> List.of(TestEvent.event(message));
            case EVENT_BRIDGE ->
                message.hasText("source", ExecutionStatusChange.SOURCE)
                        ? ExecutionStatusChange.events(message)
                        : List.of(EventBridgeEvent.event(message));
            case SNS -> throw new UnreadableException("a notification of SNS in another envelope" + WHAT_TO_DO);
            case DESTINATION_RECORD ->
                throw new UnreadableException("a destination's record in another envelope" + WHAT_TO_DO);
            case BATCH_JOB -> throw new UnreadableException("tasks of S3 Batch Operations in a message" + WHAT_TO_DO);
        };
    }
}
