package org.allowput.ops.queue;

import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of S3 and SQS; no others are used. */
public record FakeClients(S3Client s3, SqsClient sqs) implements ServiceClients {
    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public S3Client patientS3() {
        return s3;
    }

    @Override
    public S3Client crossRegionS3() {
        return s3;
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        throw new AssertionError("another service was asked: " + builder);
    }
}
