package org.allowput.contract.event;

import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * The envelope that SNS puts around a message, unless its subscription asks for raw delivery.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">SNS message and JSON
 *     formats</a>
 */
public final class SnsNotification {
    public static final String SOURCE = "aws:sns";

    private SnsNotification() {}

    public static String message(JsonObject notification) throws UnreadableException {
        if (!notification.hasText("Type", "Notification")) {
            throw new UnreadableException(notification.at("Type")
                    + " is not Notification; expected a notification of SNS:" + " confirm the topic's subscription");
        }
        return notification.text("Message");
    }
}
