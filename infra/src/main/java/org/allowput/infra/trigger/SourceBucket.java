package org.allowput.infra.trigger;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.allowput.infra.construct.CfnEscapeHatch;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.EventBridgeConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.LambdaConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.QueueConfigurationProperty;
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

    private final SourceEvents events;
    private final CfnBucket bucket;
    private final NotificationConfigurationProperty.Builder notifications = NotificationConfigurationProperty.builder();
    private final List<Optional<NotificationFilterProperty>> filters;

    /**
     * A bucket without notifications.
     *
     * @param handler of the events: what is notified changes after it
     */
    public SourceBucket(Construct scope, String id, Settings settings, IDependable handler) {
        super(scope, id);
        events = SourceEvents.of(settings);
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
        filters = KeyFilter.notifications(settings.selection());
    }

    /** S3 tests a destination when it is configured, so the permission has to exist before the notification. */
    public void notifyQueue(String queueArn, IDependable permission) {
        notifications.queueConfigurations(configurations((event, filter) -> {
            QueueConfigurationProperty.Builder to =
                    QueueConfigurationProperty.builder().event(event).queue(queueArn);
            filter.ifPresent(to::filter);
            return to.build();
        }));
        configureNotifications(permission);
    }

    /** As for a queue: the permission comes first. */
    public void notifyFunction(String functionArn, IDependable permission) {
        notifications.lambdaConfigurations(configurations((event, filter) -> {
            LambdaConfigurationProperty.Builder to =
                    LambdaConfigurationProperty.builder().event(event).function(functionArn);
            filter.ifPresent(to::filter);
            return to.build();
        }));
        configureNotifications(permission);
    }

    /** One for each type of event and each filter. */
    private <T> List<T> configurations(BiFunction<String, Optional<NotificationFilterProperty>, T> configuration) {
        return events.ofS3().stream()
                .flatMap(event -> filters.stream().map(filter -> configuration.apply(event, filter)))
                .toList();
    }

    /** S3 sends every event of the bucket to EventBridge, where rules select, and send after the permission. */
    public void notifyEventBridge(IDependable permission) {
        notifications.eventBridgeConfiguration(EventBridgeConfigurationProperty.builder()
                .eventBridgeEnabled(true)
                .build());
        configureNotifications(permission);
    }

    private void configureNotifications(IDependable permission) {
        bucket.setNotificationConfiguration(notifications.build());
        bucket.getNode().addDependency(permission);
    }
}
