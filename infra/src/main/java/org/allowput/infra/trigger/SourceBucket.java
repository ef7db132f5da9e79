package org.allowput.infra.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.construct.CfnEscapeHatch;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Intrinsic;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * Account B's bucket with its event notifications. They are a property of the bucket: no custom resource, and so no
 * second function that may change the configuration of buckets. An existing bucket is left unchanged: an output has the
 * configuration that its owner has to add ({@link ExistingBucketNotification}).
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">S3 event
 *     notifications</a>
 */
public final class SourceBucket extends Construct {
    /** Days for an upload by those who put objects into the bucket: 48.8 TiB in this time are 85 MiB per second. */
    private static final int PRODUCERS_UPLOAD_DAYS = 7;

    private final Settings settings;
    private final CfnBucket bucket;
    /** With the CDK's names of the properties. */
    private final Map<String, Object> notifications = new TreeMap<>();

    /**
     * A bucket without notifications.
     *
     * @param handler of the events: what is notified changes after it
     */
    public SourceBucket(Construct scope, String id, Settings settings, IDependable handler) {
        super(scope, id);
        this.settings = settings;
        bucket = CfnEscapeHatch.of(
                PrivateBucket.create(
                        this,
                        settings.source().bucketName(),
                        settings.source().kmsKeyArn(),
                        PrivateBucket.LEAST_NONCURRENT_DAYS,
                        List.of(),
                        PRODUCERS_UPLOAD_DAYS,
                        builder -> {}),
                CfnBucket.class);
        bucket.getNode().addDependency(handler);
    }

    /** A reference: what has it comes after the bucket and its notifications. */
    public String name() {
        return bucket.getRef();
    }

    /** S3 tests a destination when it is configured, so the permission has to exist before the notification. */
    public void notifyQueue(String queueArn, IDependable permission) {
        configure("queueConfigurations", configurations("queue", queueArn), permission);
    }

    /** As for a queue: the permission comes first. */
    public void notifyFunction(String functionArn, IDependable permission) {
        configure("lambdaConfigurations", configurations("function", functionArn), permission);
    }

    /** S3 sends every event of the bucket to EventBridge, where rules select, and send after the permission. */
    public void notifyEventBridge(IDependable permission) {
        configure("eventBridgeConfiguration", Map.of("eventBridgeEnabled", true), permission);
    }

    /** One for each type of event and each filter. */
    private List<Map<String, Object>> configurations(String destination, String arn) {
        List<Map<String, Object>> configurations = new ArrayList<>();
        for (String event : SourceEvents.of(settings).ofS3()) {
            for (List<Map<String, String>> rules : KeyFilter.rules(settings.selection(), "name", "value")) {
                Map<String, Object> configuration = new TreeMap<>(Map.of("event", event, destination, arn));
                if (!rules.isEmpty()) {
                    configuration.put("filter", Map.of("s3Key", Map.of("rules", rules)));
                }
                configurations.add(configuration);
            }
        }
        return configurations;
    }

    private void configure(String name, Object configuration, IDependable permission) {
        notifications.put(name, configuration);
        bucket.setNotificationConfiguration(new Intrinsic(notifications));
        bucket.getNode().addDependency(permission);
    }
}
