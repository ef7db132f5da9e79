package org.allowput.infra;

import java.util.List;
import org.allowput.infra.settings.BucketName;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
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

    SourceBucket(Construct scope, String id, BucketName name) {
        super(scope, id);
        bucket = L1.of(PrivateBucket.create(this, "Bucket", name), CfnBucket.class);
    }

    /** S3 tries a destination when it is configured, and so the permission has to be there before the bucket. */
    void notifyQueue(String queueArn, IDependable permission) {
        bucket.getNode().addDependency(permission);
        bucket.setNotificationConfiguration(NotificationConfigurationProperty.builder()
                .queueConfigurations(EVENTS.stream()
                        .map(event -> QueueConfigurationProperty.builder()
                                .event(event)
                                .queue(queueArn)
                                .build())
                        .toList())
                .build());
    }
}
