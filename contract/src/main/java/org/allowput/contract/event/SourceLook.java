package org.allowput.contract.event;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.connection.EventSubscription;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * This event of the deployment's schedule asks the function to compare what the source bucket sends with what this
 * deployment needs of it.
 *
 * @param wanted what the bucket's notification configuration has to cover
 * @param rule of EventBridge; empty for other triggers
 */
public record SourceLook(String bucket, List<EventSubscription> wanted, Optional<Rule> rule) {
    /** The only field of the event, which has the others. */
    public static final String FIELD = "sourceLook";

    public static final String BUCKET = "bucket";

    /** As {@code put-bucket-notification-configuration} takes it. */
    public static final String NOTIFICATION = "notification";

    public static final String RULE = "rule";

    public static final String RULE_NAME = "name";

    public static final String RULE_QUEUE = "queue";

    /** A rule that has to be enabled and to have the queue among its targets. */
    public record Rule(String name, String queueArn) {}

    public SourceLook {
        wanted = List.copyOf(wanted);
    }

    public static SourceLook of(JsonObject event) throws UnreadableException {
        JsonObject look = event.object(FIELD);
        return new SourceLook(
                ObjectNameParser.bucket(look, BUCKET),
                EventSubscription.parse(look.object(NOTIFICATION)),
                look.has(RULE) ? Optional.of(rule(look.object(RULE))) : Optional.empty());
    }

    private static Rule rule(JsonObject rule) throws UnreadableException {
        return new Rule(rule.text(RULE_NAME), rule.text(RULE_QUEUE));
    }
}
