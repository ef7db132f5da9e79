package org.allowput.lambda.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.allowput.contract.connection.EventSubscription;
import org.allowput.contract.connection.LinkState;
import org.allowput.contract.event.SourceLook;
import org.allowput.lambda.failure.FailureClassifier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * The connection of the source bucket to this deployment: its notification configuration, which a request of anybody
 * replaces as a whole, and the EventBridge rule.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html">
 *     PutBucketNotificationConfiguration</a>
 */
public final class SourceConnection {
    private final S3Client source;
    private final Supplier<EventBridgeClient> eventBridge;
    private final String account;

    /**
     * @param eventBridge makes the client, which is closed after a look, if there is a rule to read
     * @param account the owner of the source bucket
     */
    public SourceConnection(S3Client source, Supplier<EventBridgeClient> eventBridge, String account) {
        this.source = source;
        this.eventBridge = eventBridge;
        this.account = account;
    }

    /**
     * The result of a look.
     *
     * @param reason why it is cut or not known; empty if it is connected
     */
    record Seen(LinkState state, String reason) {}

    /** Throws nothing that a service answers: what cannot be read is not known, and what does not exist is cut. */
    Seen compare(SourceLook look) {
        try {
            List<String> cut = new ArrayList<>();
            EventSubscription.missing(look.wanted(), subscriptions(look.bucket()))
                    .forEach(missing -> cut.add("the bucket does not send " + missing));
            look.rule().ifPresent(rule -> addCutAtRule(rule, cut));
            return cut.isEmpty() ? new Seen(LinkState.CONNECTED, "") : new Seen(LinkState.CUT, String.join(", ", cut));
        } catch (RuntimeException e) {
            String reason = FailureClassifier.of("the look", e).reason();
            return new Seen(FailureClassifier.isMissing(e) ? LinkState.CUT : LinkState.NOT_KNOWN, reason);
        }
    }

    private List<EventSubscription> subscriptions(String bucket) {
        GetBucketNotificationConfigurationResponse seen = source.getBucketNotificationConfiguration(
                request -> request.bucket(bucket).expectedBucketOwner(account));
        List<EventSubscription> subscriptions = new ArrayList<>();
        seen.queueConfigurations()
                .forEach(each -> subscriptions.addAll(
                        EventSubscription.of(each.queueArn(), each.eventsAsStrings(), rules(each.filter()))));
        seen.lambdaFunctionConfigurations()
                .forEach(each -> subscriptions.addAll(
                        EventSubscription.of(each.lambdaFunctionArn(), each.eventsAsStrings(), rules(each.filter()))));
        if (seen.eventBridgeConfiguration() != null) {
            subscriptions.add(EventSubscription.EVENT_BRIDGE);
        }
        return subscriptions;
    }

    private static Map<String, String> rules(@Nullable NotificationConfigurationFilter filter) {
        return filter == null || filter.key() == null
                ? Map.of()
                : filter.key().filterRules().stream()
                        .collect(Collectors.toMap(FilterRule::nameAsString, FilterRule::value));
    }

    private void addCutAtRule(SourceLook.Rule rule, List<String> cut) {
        String name = rule.name();
        try (EventBridgeClient client = eventBridge.get()) {
            if (client.describeRule(request -> request.name(name)).state() == RuleState.DISABLED) {
                cut.add("the rule " + name + " is disabled");
            }
            if (client.listTargetsByRule(request -> request.rule(name)).targets().stream()
                    .noneMatch(target -> target.arn().equals(rule.queueArn()))) {
                cut.add("the rule " + name + " has no target " + rule.queueArn());
            }
        } catch (ResourceNotFoundException e) {
            cut.add("the rule " + name + " does not exist");
        }
    }
}
