package org.allowput.contract.event;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * Parses a message about changes in any envelope: an S3 notification, {@code s3:TestEvent}, an EventBridge event, or an
 * SNS notification or a destination's record around one of them.
 *
 * <p>A destination's record is what Lambda sends to an on-failure destination when it gives up an asynchronous
 * invocation; its {@code requestPayload} is the event that the function was invoked with.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Records of
 *     asynchronous invocations</a>
 */
public final class MessageParser {
    private static final String S3_TEST_EVENT = "s3:TestEvent";
    private static final String WHAT_TO_DO = "; check what else sends to this function or its queue";

    private MessageParser() {}

    public static List<ChangeEvent> read(String text) throws UnreadableException {
        return read(JsonObject.parse(text));
    }

    public static List<ChangeEvent> read(JsonObject message) throws UnreadableException {
        return switch (Format.of(message)) {
            case SNS -> readInner(snsMessage(message));
            case DESTINATION_RECORD -> readUnwrapped(message.object("requestPayload"));
            case RECORDS, TEST_EVENT, EVENT_BRIDGE, BATCH_JOB, SOURCE_LOOK -> readUnwrapped(message);
        };
    }

    /** The text of a message that is in an SNS notification: any of the shapes but another envelope. */
    public static List<ChangeEvent> readInner(String text) throws UnreadableException {
        return readUnwrapped(JsonObject.parse(text));
    }

    /**
     * The message in the envelope that SNS puts around it, unless its subscription asks for raw delivery.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">SNS message and JSON
     *     formats</a>
     */
    public static String snsMessage(JsonObject notification) throws UnreadableException {
        if (!notification.hasText("Type", "Notification")) {
            throw new UnreadableException(notification.at("Type")
                    + " is not Notification; expected a notification of SNS:" + " confirm the topic's subscription");
        }
        return notification.text("Message");
    }

    private static List<ChangeEvent> readUnwrapped(JsonObject message) throws UnreadableException {
        return switch (Format.of(message)) {
            case RECORDS -> S3Notification.events(message);
            case TEST_EVENT -> List.of(testEvent(message));
            case SOURCE_LOOK -> List.of(lateLook(message));
            case EVENT_BRIDGE ->
                message.hasText("source", "aws.states")
                        ? executionStatusChange(message)
                        : List.of(EventBridgeEvent.event(message));
            case SNS -> throw new UnreadableException("a notification of SNS in another envelope" + WHAT_TO_DO);
            case DESTINATION_RECORD ->
                throw new UnreadableException("a destination's record in another envelope" + WHAT_TO_DO);
            case BATCH_JOB -> throw new UnreadableException("tasks of S3 Batch Operations in a message" + WHAT_TO_DO);
        };
    }

    /** What S3 sends to a queue or topic when somebody configures a bucket's notifications. */
    private static ChangeEvent testEvent(JsonObject message) throws UnreadableException {
        if (!message.hasText("Event", S3_TEST_EVENT)) {
            throw new UnreadableException("Event is not " + S3_TEST_EVENT + "; seen " + message.describeFields());
        }
        return new ChangeEvent(
                Kind.TEST, S3_TEST_EVENT, ObjectNameParser.bucket(message, "Bucket"), "", message.time("Time"));
    }

    /** A look that Lambda put into a queue because the function did not end it. The next look comes soon. */
    private static ChangeEvent lateLook(JsonObject message) throws UnreadableException {
        return new ChangeEvent(Kind.LOOK, "source look", SourceLook.of(message).bucket(), "", null);
    }

    /**
     * What Step Functions sends to EventBridge when an execution times out or is stopped: its input is the event that
     * has still to be processed.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Step Functions
     *     events</a>
     */
    private static List<ChangeEvent> executionStatusChange(JsonObject message) throws UnreadableException {
        String input = message.object("detail").text("input");
        return S3Notification.events(JsonObject.of("detail.input", EventJson.parse(input)));
    }

    /** The format of a document, recognised by a field that all documents of this format have and no others. */
    public enum Format {
        RECORDS("Records"),
        TEST_EVENT("Event"),
        EVENT_BRIDGE("detail-type"),
        SNS("Message"),
        DESTINATION_RECORD("requestPayload"),
        BATCH_JOB("invocationSchemaVersion"),
        SOURCE_LOOK(SourceLook.FIELD);

        private final String field;

        Format(String field) {
            this.field = field;
        }

        /** The only shape that the document has: one of two shapes would hide what the other tells. */
        public static Format of(JsonObject document) throws UnreadableException {
            List<Format> shapes = Arrays.stream(values())
                    .filter(shape -> document.has(shape.field))
                    .toList();
            if (shapes.size() == 1) {
                return shapes.getFirst();
            }
            String expected = Arrays.stream(values()).map(shape -> shape.field).collect(Collectors.joining(", "));
            throw new UnreadableException("seen " + document.describeFields() + "; expected exactly one of " + expected
                    + " in an event that S3 is the origin of");
        }
    }
}
