package org.allowput.sandbox.deployed;

import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** A time in which the source bucket has no notifications. */
record LostEvents(Sandbox sandbox) {
    void during(Runnable puts) {
        S3Client s3 = sandbox.source().s3();
        GetBucketNotificationConfigurationResponse before =
                s3.getBucketNotificationConfiguration(request -> request.bucket(sandbox.sourceBucket()));
        configure(s3, NotificationConfiguration.builder().build());
        try {
            puts.run();
        } finally {
            configure(
                    s3,
                    NotificationConfiguration.builder()
                            .queueConfigurations(before.queueConfigurations())
                            .lambdaFunctionConfigurations(before.lambdaFunctionConfigurations())
                            .eventBridgeConfiguration(before.eventBridgeConfiguration())
                            .build());
        }
    }

    private void configure(S3Client s3, NotificationConfiguration configuration) {
        s3.putBucketNotificationConfiguration(
                request -> request.bucket(sandbox.sourceBucket()).notificationConfiguration(configuration));
    }
}
