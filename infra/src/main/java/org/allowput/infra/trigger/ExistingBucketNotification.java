package org.allowput.infra.trigger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.Trigger;
import software.amazon.awscdk.Stack;

/**
 * The addition to the notification configuration of an existing source bucket, for its owner, as {@code aws s3api
 * put-bucket-notification-configuration} takes it. That command replaces the whole configuration, which holds the
 * destinations of others too; so it is the owner's to run, and not a custom resource's.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html">
 *     PutBucketNotificationConfiguration</a>
 */
public final class ExistingBucketNotification {
    private ExistingBucketNotification() {}

    public static String of(Stack stack, Settings settings, String queueArn, String functionArn) {
        Map<String, Object> configuration = new TreeMap<>();
        for (Trigger trigger : settings.notifiedTriggers()) {
            switch (trigger) {
                case SQS -> configuration.put("QueueConfigurations", List.of(to("QueueArn", queueArn, settings)));
                case S3 ->
                    configuration.put(
                            "LambdaFunctionConfigurations", List.of(to("LambdaFunctionArn", functionArn, settings)));
                case EVENTBRIDGE -> configuration.put("EventBridgeConfiguration", Map.of());
            }
        }
        return stack.toJsonString(configuration);
    }

    private static Map<String, Object> to(String destination, String arn, Settings settings) {
        Map<String, Object> configuration = new TreeMap<>();
        configuration.put("Id", "AllowPutToS3");
        configuration.put("Events", SourceEvents.of(settings).ofS3());
        configuration.put(destination, arn);
        List<Map<String, String>> rules = rules(settings.selection());
        if (!rules.isEmpty()) {
            configuration.put("Filter", Map.of("Key", Map.of("FilterRules", rules)));
        }
        return configuration;
    }

    private static List<Map<String, String>> rules(Selection selection) {
        return KeyFilter.parts(selection).entrySet().stream()
                .<Map<String, String>>map(
                        rule -> new TreeMap<>(Map.of("Name", rule.getKey(), "Value", rule.getValue())))
                .toList();
    }
}
