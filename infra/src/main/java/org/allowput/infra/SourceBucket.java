package org.allowput.infra;

import java.util.Optional;
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
 * Account B's bucket, which tells of what happens in it. The notification stands in the bucket itself: no custom
 * resource, and so no second function that may change any bucket's configuration. A bucket that exists already is not
 * touched: an output says what its owner has to add to its configuration ({@link ExistingBucketNotification}).
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">S3 event
 *     notifications</a>
 */
final class SourceBucket extends Construct {
    private final SourceEvents events;
    private final CfnBucket bucket;
    private final Optional<NotificationFilterProperty> filter;

    SourceBucket(Construct scope, String id, Settings settings) {
        super(scope, id);
        events = SourceEvents.of(settings.optIns());
        bucket = L1.of(
                PrivateBucket.create(
                        this,
                        "Bucket",
                        settings.source().bucket(),
                        settings.source().kmsKey()),
                CfnBucket.class);
        filter = KeyFilter.notification(settings.keys());
    }

    /** S3 tries a destination when it is configured, and so the permission has to be there before the bucket. */
    void notifyQueue(String queueArn, IDependable permission) {
        bucket.setNotificationConfiguration(NotificationConfigurationProperty.builder()
                .queueConfigurations(events.ofS3().stream()
                        .map(event -> {
                            var to = QueueConfigurationProperty.builder()
                                    .event(event)
                                    .queue(queueArn);
                            filter.ifPresent(to::filter);
                            return to.build();
                        })
                        .toList())
                .build());
        bucket.getNode().addDependency(permission);
    }

    /** As for a queue: the permission comes first. */
    void notifyFunction(String functionArn, IDependable permission) {
        bucket.setNotificationConfiguration(NotificationConfigurationProperty.builder()
                .lambdaConfigurations(events.ofS3().stream()
                        .map(event -> {
                            var to = LambdaConfigurationProperty.builder()
                                    .event(event)
                                    .function(functionArn);
                            filter.ifPresent(to::filter);
                            return to.build();
                        })
                        .toList())
                .build());
        bucket.getNode().addDependency(permission);
    }

    /** Every event of the bucket; what is done with them is up to rules. */
    void notifyEventBridge() {
        bucket.setNotificationConfiguration(NotificationConfigurationProperty.builder()
                .eventBridgeConfiguration(EventBridgeConfigurationProperty.builder()
                        .eventBridgeEnabled(true)
                        .build())
                .build());
    }
}
