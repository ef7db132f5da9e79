package org.allowput.ops.aws;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.endpoints.S3ControlEndpointProvider;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The clients of one caller in one Region. Clients need not be closed; what they share ends with their owner. */
public interface ServiceClients {
    Region region();

    /** Sets Region, credentials and connections of the caller, and where requests go if that is not AWS. */
    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder);

    /** The client of any service, as with {@code build(SqsClient.builder())}. */
    default <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B builder) {
        return configure(builder).build();
    }

    /** The client of any service in another Region. */
    default <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B builder, Region region) {
        return configure(builder).region(region).build();
    }

    default CloudFormationClient cloudFormation() {
        return build(CloudFormationClient.builder());
    }

    default S3Client s3() {
        return build(S3Client.builder());
    }

    /** S3 for hours of requests: an answer that some minutes of retries do not get is not worth to lose the others. */
    default S3Client patientS3() {
        S3ClientBuilder builder = configure(S3Client.builder());
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                                // With up to 20 seconds between two of them.
                                .maxAttempts(12)
                                // Its tokens would be used up by the requests of the other threads.
                                .circuitBreakerEnabled(false)
                                .build())
                        .build())
                .build();
    }

    /** S3, also for buckets of other Regions. */
    default S3Client crossRegionS3() {
        return configure(S3Client.builder()).crossRegionAccessEnabled(true).build();
    }

    default S3ControlClient s3Control() {
        return s3Control(region());
    }

    /** In another Region. The account is in the name of AWS's host, and of no other host. */
    default S3ControlClient s3Control(Region region) {
        S3ControlEndpointProvider ofAws = S3ControlEndpointProvider.defaultProvider();
        return configure(S3ControlClient.builder())
                .region(region)
                .endpointProvider(request -> ofAws.resolveEndpoint(
                        request.endpoint() == null
                                ? request
                                : request.toBuilder().requiresAccountId(false).build()))
                .build();
    }

    default SqsClient sqs() {
        return build(SqsClient.builder());
    }

    default StsClient sts() {
        return build(StsClient.builder());
    }

    default CloudWatchLogsClient logs() {
        return build(CloudWatchLogsClient.builder());
    }
}
