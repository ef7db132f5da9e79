package org.allowput.lambda.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Unchecked;

/** What messages are wrapped in on their way to the function. */
final class Envelope {
    /** So that it can have any text, even an unpaired surrogate. */
    private static final JSON ASCII = JSON.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .build();

    private Envelope() {}

    record Message(String id, String body) {}

    /** An event of a queue, with those messages. */
    static String queue(List<Message> messages) {
        return records(messages.stream()
                .map(message -> Map.of(
                        "messageId",
                        message.id(),
                        "receiptHandle",
                        "handle",
                        "body",
                        message.body(),
                        "attributes",
                        Map.of("ApproximateReceiveCount", "1"),
                        "eventSource",
                        "aws:sqs",
                        "awsRegion",
                        "us-east-1"))
                .toList());
    }

    /** An event of a queue, with one message of id m1. */
    static String queue(String body) {
        return queue(List.of(new Message("m1", body)));
    }

    /** The notification that SNS puts around a message. */
    static String sns(String message) {
        return json(notification(message));
    }

    /** What Lambda sends to an on-failure destination about an event that the function did not take. */
    static String destinationRecord(String event) {
        return json(Map.of(
                "version",
                "1.0",
                "timestamp",
                "2026-01-02T03:04:05.678Z",
                "requestContext",
                Map.of("requestId", "e4b46cbf", "condition", "RetriesExhausted", "approximateInvokeCount", 3),
                "requestPayload",
                Unchecked.get(() -> JSON.std.anyFrom(event)),
                "responseContext",
                Map.of("statusCode", 200, "functionError", "Unhandled"),
                "responsePayload",
                Map.of("errorMessage", "1 of 1 failed")));
    }

    /** An event that SNS gives to a function itself. */
    static String snsEvent(String message) {
        return records(List.of(Map.of("EventSource", "aws:sns", "EventVersion", "1.0", "Sns", notification(message))));
    }

    static String json(Map<String, ?> fields) {
        return Unchecked.get(() -> ASCII.asString(fields));
    }

    private static String records(List<?> records) {
        return json(Map.of("Records", records));
    }

    private static Map<String, String> notification(String message) {
        return Map.of(
                "Type", "Notification",
                "MessageId", "7b848c28",
                "TopicArn", "arn:aws:sns:us-east-1:222222222222:object-events",
                "Message", message,
                "Timestamp", "2026-01-02T03:04:05.678Z");
    }
}
