package org.allowput.contract.event;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/** The format of a document, recognised by a field that all documents of this format have and no others. */
public enum EventFormat {
    RECORDS("Records"),
    TEST_EVENT("Event"),
    EVENT_BRIDGE("detail-type"),
    SNS("Message"),
    DESTINATION_RECORD("requestPayload"),
    BATCH_JOB("invocationSchemaVersion");

    private final String field;

    EventFormat(String field) {
        this.field = field;
    }

    /** The only shape that the document has: one of two shapes would hide what the other tells. */
    public static EventFormat of(JsonObject document) throws UnreadableException {
        List<EventFormat> shapes = Arrays.stream(values())
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
