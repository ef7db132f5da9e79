package org.allowput.contract.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.contract.json.JsonDocuments;

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
     * @throws RuntimeException if it is not such a configuration: the stack has written it
     */
    public static List<EventSubscription> parse(String configuration) {
        List<EventSubscription> subscriptions = new ArrayList<>();
        JsonDocuments.read(configuration.getBytes(UTF_8)).forEach((kind, destinations) -> {
            if (destinations instanceof List<?> list) {
                list.forEach(each -> subscriptions.addAll(of((Map<?, ?>) each)));
            } else {
                subscriptions.add(EVENT_BRIDGE);
            }
        });
        return subscriptions;
    }

    private static List<EventSubscription> of(Map<?, ?> configuration) {
        Object arn = configuration.containsKey("QueueArn")
                ? configuration.get("QueueArn")
                : configuration.get("LambdaFunctionArn");
        Map<String, String> rules = new TreeMap<>();
        if (configuration.get("Filter") instanceof Map<?, ?> filter
                && filter.get("Key") instanceof Map<?, ?> key
                && key.get("FilterRules") instanceof List<?> list) {
            list.forEach(each -> rules.put(text((Map<?, ?>) each, "Name"), text((Map<?, ?>) each, "Value")));
        }
        List<?> events = (List<?>) Objects.requireNonNull(configuration.get("Events"));
        return of(String.valueOf(arn), events.stream().map(String::valueOf).toList(), rules);
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
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
