package org.allowput.contract.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * One type of event that a bucket sends to one destination, for the keys with a prefix and a suffix. A notification
 * configuration is a set of them, and to put one <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html">replaces the
 * whole</a>.
 *
 * @param destination the ARN of a queue or function, or {@link #EVENT_BRIDGE}
 * @param event as S3 names it, such as {@code s3:ObjectCreated:*}
 */
public record EventSubscription(String destination, String event, String prefix, String suffix) {
    /** The destination of a bucket that sends all of its events to EventBridge. */
    public static final EventSubscription EVENT_BRIDGE = new EventSubscription("EventBridge", "s3:*", "", "");

    /**
     * The subscriptions of one configuration.
     *
     * @param filter values by {@code prefix} and {@code suffix}, in upper or lower case as S3 returns them
     */
    public static List<EventSubscription> of(
            String destination, Collection<String> events, Map<String, String> filter) {
        Map<String, String> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rules.putAll(filter);
        return events.stream()
                .map(event -> new EventSubscription(
                        destination, event, rules.getOrDefault("prefix", ""), rules.getOrDefault("suffix", "")))
                .toList();
    }

    /**
     * The subscriptions of a configuration as {@code put-bucket-notification-configuration} takes it.
     *
     * @throws UnreadableException if it has none, or one that the stack does not write
     */
    public static List<EventSubscription> parse(JsonObject configuration) throws UnreadableException {
        List<EventSubscription> subscriptions = new ArrayList<>();
        addAll(configuration, "QueueConfigurations", "QueueArn", subscriptions);
        addAll(configuration, "LambdaFunctionConfigurations", "LambdaFunctionArn", subscriptions);
        if (configuration.has("EventBridgeConfiguration")) {
            subscriptions.add(EVENT_BRIDGE);
        }
        if (subscriptions.isEmpty()) {
            throw new UnreadableException("seen " + configuration.describeFields() + "; expected QueueConfigurations,"
                    + " LambdaFunctionConfigurations or EventBridgeConfiguration: deploy the stack again");
        }
        return subscriptions;
    }

    private static void addAll(
            JsonObject configuration, String destinations, String arn, List<EventSubscription> subscriptions)
            throws UnreadableException {
        if (configuration.has(destinations)) {
            for (JsonObject destination : configuration.objects(destinations)) {
                Map<String, String> filter = new TreeMap<>();
                if (destination.has("Filter")) {
                    for (JsonObject rule :
                            destination.object("Filter").object("Key").objects("FilterRules")) {
                        filter.put(rule.text("Name"), rule.text("Value"));
                    }
                }
                subscriptions.addAll(of(destination.text(arn), destination.texts("Events"), filter));
            }
        }
    }

    /** Whether each object of the other subscription is one of this one, too. */
    public boolean covers(EventSubscription other) {
        return destination.equals(other.destination)
                && (event.equals(other.event)
                        || (event.endsWith("*") && other.event.startsWith(event.substring(0, event.length() - 1))))
                && other.prefix.startsWith(prefix)
                && other.suffix.endsWith(suffix);
    }

    /** The wanted subscriptions that none of the seen ones covers. */
    public static List<EventSubscription> missing(
            Collection<EventSubscription> wanted, Collection<EventSubscription> seen) {
        return wanted.stream()
                .filter(each -> seen.stream().noneMatch(other -> other.covers(each)))
                .toList();
    }

    @Override
    public String toString() {
        return "%s of keys %s*%s to %s".formatted(event, prefix, suffix, destination);
    }
}
