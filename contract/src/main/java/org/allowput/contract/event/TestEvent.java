package org.allowput.contract.event;

import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * What S3 sends to a queue or topic when somebody configures a bucket's notifications.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class TestEvent {
    private static final String NAME = "s3:TestEvent";

    private TestEvent() {}

    static ChangeEvent event(JsonObject message) throws UnreadableException {
        if (!message.hasText("Event", NAME)) {
            throw new UnreadableException("Event is not " + NAME + "; seen " + message.describeFields());
        }
        return new ChangeEvent(Kind.TEST, NAME, BucketNameParser.of(message, "Bucket"), "", message.time("Time"));
    }
}
