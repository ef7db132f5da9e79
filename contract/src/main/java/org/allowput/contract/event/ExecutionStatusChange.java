package org.allowput.contract.event;

import java.util.List;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * What Step Functions sends to EventBridge when an execution times out or is stopped: its input is the event that has
 * still to be processed.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Step Functions
 *     events</a>
 */
final class ExecutionStatusChange {
    static final String SOURCE = "aws.states";

    private ExecutionStatusChange() {}

    static List<ChangeEvent> events(JsonObject message) throws UnreadableException {
        String input = message.object("detail").text("input");
        return S3Notification.events(JsonObject.of("detail.input", EventJson.parse(input)));
    }
}
