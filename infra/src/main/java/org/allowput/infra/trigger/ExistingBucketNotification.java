package org.allowput.infra.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
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
    private static final String ID = "AllowPutToS3";

    private ExistingBucketNotification() {}

    public static String of(Stack stack, Settings settings, String queueArn, String functionArn) {
        return stack.toJsonString(configuration(settings, queueArn, functionArn));
    }

    /** The events that a source bucket has to send, in the stack that creates it and in one that exists. */
    static Map<String, Object> configuration(Settings settings, String queueArn, String functionArn) {
        Map<String, Object> configuration = new TreeMap<>();
        for (Trigger trigger : settings.notifiedTriggers()) {
            switch (trigger) {
                case SQS -> configuration.put("QueueConfigurations", to("QueueArn", queueArn, settings));
                case S3 ->
                    configuration.put("LambdaFunctionConfigurations", to("LambdaFunctionArn", functionArn, settings));
                case EVENTBRIDGE -> configuration.put("EventBridgeConfiguration", Map.of());
            }
        }
        return configuration;
    }

    /** One for each filter, with an id of its own. */
    private static List<Map<String, Object>> to(String destination, String arn, Settings settings) {
        List<Map<String, Object>> configurations = new ArrayList<>();
        for (List<Map<String, String>> rules : KeyFilter.rules(settings.selection(), "Name", "Value")) {
            Map<String, Object> configuration = new TreeMap<>();
            configuration.put("Id", configurations.isEmpty() ? ID : ID + "-" + (configurations.size() + 1));
            configuration.put("Events", SourceEvents.of(settings).ofS3());
            configuration.put(destination, arn);
            if (!rules.isEmpty()) {
                configuration.put("Filter", Map.of("Key", Map.of("FilterRules", rules)));
            }
            configurations.add(configuration);
        }
        return configurations;
    }
}
