package org.allowput.sandbox.deployed;

import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** A time in which the source bucket has no notifications. */
record LostEvents(Deployment deployment) {
    LostEvents(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    void during(Runnable puts) {
        S3Client s3 = deployment.source().s3();
        GetBucketNotificationConfigurationResponse before =
                s3.getBucketNotificationConfiguration(request -> request.bucket(deployment.sourceBucket()));
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
                request -> request.bucket(deployment.sourceBucket()).notificationConfiguration(configuration));
    }
}
