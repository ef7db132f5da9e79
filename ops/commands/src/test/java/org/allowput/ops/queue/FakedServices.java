package org.allowput.ops.queue;

import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** Clients of the services that a test has; one of another service fails it. */
public interface FakedServices extends ServiceClients {
    @Override
    default Region region() {
        return Region.US_EAST_1;
    }

    @Override
    default <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        throw new AssertionError("another service was asked: " + builder);
    }
}
