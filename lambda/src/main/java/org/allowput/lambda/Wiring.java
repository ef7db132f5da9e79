package org.allowput.lambda;

import java.time.Duration;
import org.allowput.lambda.copy.Copy;
import org.allowput.lambda.copy.RoleCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Builds every client, once an environment: one pool of connections below all of them.
 *
 * <p>Retries are the SDK's standard mode and nothing above it: {@value #ATTEMPTS} attempts with its backoff, throttling
 * included, which is some seconds at most. What still fails is retried by the queue, and whatever runs at the deadline
 * is interrupted, waiting or not.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
final class Wiring implements AutoCloseable {
    private static final int ATTEMPTS = 4;

    private final SdkHttpClient http;
    private final StsClient sts;
    private final RoleCredentials role;
    private final S3Client source;
    private final S3Client sourceOnce;
    private final S3Client target;
    private final Copy copy;

    Wiring(Settings settings) {
        // For each object on the way a GET and a PUT at once, or as many as it has parts.
        int connections =
                2 * Math.max(1, settings.concurrentCopies()) * settings.copy().concurrentParts();
        this.http = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(Duration.ofSeconds(3))
                .connectionAcquisitionTimeout(Duration.ofSeconds(60))
                .socketTimeout(Duration.ofSeconds(30))
                .build();
        AwsCredentialsProvider own = AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(),
                ContainerCredentialsProvider.builder().build());
        this.sts = StsClient.builder()
                .httpClient(http)
                .region(Region.of(settings.source().region()))
                .credentialsProvider(own)
                .build();
        this.role = new RoleCredentials(
                sts,
                settings.role().arn(),
                settings.role().externalId(),
                settings.role().sessionName());
        this.source = s3(own, settings.source().region(), retrying()).build();
        this.sourceOnce = s3(own, settings.source().region(), AwsRetryStrategy.doNotRetry())
                .build();
        this.target = s3(role, settings.target().region(), Copy.alsoRetryingItsSource(retrying()))
                .build();
        this.copy = Copy.betweenBuckets(
                new Copy.From(
                        source,
                        sourceOnce,
                        settings.source().name(),
                        settings.source().account()),
                new Copy.To(target, settings.target().name(), settings.target().account(), settings.options()),
                settings.copy());
    }

    Copy copy() {
        return copy;
    }

    private static RetryStrategy retrying() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .build();
    }

    /** Checksums are handed on from the source, so the SDK computes and compares none that it is not asked for. */
    private S3ClientBuilder s3(AwsCredentialsProvider credentials, String region, RetryStrategy retries) {
        return S3Client.builder()
                .httpClient(http)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(retries));
    }

    @Override
    public void close() {
        target.close();
        sourceOnce.close();
        source.close();
        role.close();
        sts.close();
        http.close();
    }
}
