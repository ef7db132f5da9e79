package org.allowput.infra;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.BucketName;
import org.allowput.infra.settings.KeySettings;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.EventBridgeConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.LambdaConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.QueueConfigurationProperty;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * Account B's bucket, which tells of every object created in it. The notification stands in the bucket itself: no
 * custom resource, and so no second function that may change any bucket's configuration.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">S3 event
 *     notifications</a>
 */
final class SourceBucket extends Construct {
    /** Put, Post, Copy and CompleteMultipartUpload; and an archived object that can be read again. */
    private static final List<String> EVENTS = List.of("s3:ObjectCreated:*", "s3:ObjectRestore:Completed");

    private final CfnBucket bucket;
    private final Optional<NotificationFilterProperty> filter;

    SourceBucket(Construct scope, String id, BucketName name, KeySettings keys) {
        super(scope, id);
        bucket = L1.of(PrivateBucket.create(this, "Bucket", name), CfnBucket.class);
        filter = KeyFilter.notification(keys);
    }

    /** S3 tries a destination when it is configured, and so the permission has to be there before the bucket. */
    void notifyQueue(String queueArn, IDependable permission) {
        configure(NotificationConfigurationProperty.builder()
                .queueConfigurations(EVENTS.stream()
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
        configure(NotificationConfigurationProperty.builder()
                .lambdaConfigurations(EVENTS.stream()
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
        configure(NotificationConfigurationProperty.builder()
                .eventBridgeConfiguration(EventBridgeConfigurationProperty.builder()
                        .eventBridgeEnabled(true)
                        .build())
                .build());
    }

    private void configure(NotificationConfigurationProperty configuration) {
        bucket.setNotificationConfiguration(configuration);
    }
}
