package org.allowput.lambda.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What messages are wrapped in on their way to the function. */
final class Envelope {
    /** So that it can have any text, even an unpaired surrogate. */
    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Envelope() {}

    record Message(String id, String body) {}

    /** An event of a queue, with those messages. */
    static String queue(List<Message> messages) {
        return json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (Message message : messages) {
                json.writeStartObject();
                json.writeStringField("messageId", message.id());
                json.writeStringField("receiptHandle", "handle");
                json.writeStringField("body", message.body());
                json.writeObjectFieldStart("attributes");
                json.writeStringField("ApproximateReceiveCount", "1");
                json.writeEndObject();
                json.writeStringField("eventSource", "aws:sqs");
                json.writeStringField("awsRegion", "us-east-1");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** An event of a queue, with one message of id m1. */
    static String queue(String body) {
        return queue(List.of(new Message("m1", body)));
    }

    /** The notification that SNS puts around a message. */
    static String sns(String message) {
        return json(json -> {
            json.writeStartObject();
            snsFields(json, message);
            json.writeEndObject();
        });
    }

    /** What Lambda sends to an on-failure destination about an event that the function did not take. */
    static String destinationRecord(String event) {
        return json(json -> {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeStringField("timestamp", "2026-01-02T03:04:05.678Z");
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", "e4b46cbf");
            json.writeStringField("condition", "RetriesExhausted");
            json.writeNumberField("approximateInvokeCount", 3);
            json.writeEndObject();
            json.writeFieldName("requestPayload");
            json.writeRawValue(event);
            json.writeObjectFieldStart("responseContext");
            json.writeNumberField("statusCode", 200);
            json.writeStringField("functionError", "Unhandled");
            json.writeEndObject();
            json.writeObjectFieldStart("responsePayload");
            json.writeStringField("errorMessage", "1 of 1 failed");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** An event that SNS gives to a function itself. */
    static String snsEvent(String message) {
        return json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            json.writeStartObject();
            json.writeStringField("EventSource", "aws:sns");
            json.writeStringField("EventVersion", "1.0");
            json.writeObjectFieldStart("Sns");
            snsFields(json, message);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Something that writes JSON. */
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = ASCII.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void snsFields(JsonGenerator json, String message) throws IOException {
        json.writeStringField("Type", "Notification");
        json.writeStringField("MessageId", "7b848c28");
        json.writeStringField("TopicArn", "arn:aws:sns:us-east-1:222222222222:object-events");
        json.writeStringField("Message", message);
        json.writeStringField("Timestamp", "2026-01-02T03:04:05.678Z");
    }
}
