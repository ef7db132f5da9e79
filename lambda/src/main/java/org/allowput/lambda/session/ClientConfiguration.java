package org.allowput.lambda.session;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.allowput.lambda.http.RequestCounter;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * All AWS clients of an execution environment share this configuration.
 *
 * <p>Requests are retried by the SDK's standard retry mode alone, with {@value #MAX_ATTEMPTS} attempts. The queue
 * retries what still fails.
 *
 * @param retryStrategy makes a retry strategy for each client
 * @param endpoint of every service; if absent, the SDK's default
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
public record ClientConfiguration(
        SdkHttpClient http,
        AwsCredentialsProvider credentials,
        Supplier<RetryStrategy> retryStrategy,
        Optional<URI> endpoint,
        SystemResources system) {
    private static final int MAX_ATTEMPTS = 4;

    public static RetryStrategy standardRetryStrategy() {
        return standardRetryStrategy(new SecureRandom());
    }

    /**
     * With the delays of the SDK's standard mode, but not its ThreadLocalRandom, which goes on from the same state in
     * all environments that are restored from one snapshot.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">Uniqueness with
     *     SnapStart</a>
     */
    public static RetryStrategy standardRetryStrategy(RandomGenerator random) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(randomDelay(Duration.ofMillis(100), random))
                .throttlingBackoffStrategy(randomDelay(Duration.ofSeconds(1), random))
                .maxAttempts(MAX_ATTEMPTS)
                // All requests of a client share it: after some dozens of failures later keys had a single attempt.
                .circuitBreakerEnabled(false)
                .build();
    }

    private static BackoffStrategy randomDelay(Duration first, RandomGenerator random) {
        BackoffStrategy longest = BackoffStrategy.exponentialDelayWithoutJitter(first, Duration.ofSeconds(20));
        return attempt ->
                Duration.ofMillis((long) (longest.computeDelay(attempt).toMillis() * random.nextDouble()));
    }

    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
            B client,
            AwsCredentialsProvider credentials,
            String region,
            RetryStrategy retries,
            RequestCounter requests) {
        endpoint.ifPresent(client::endpointOverride);
        return client.httpClient(http)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> {
                    override.retryStrategy(retries).addExecutionInterceptor(requests);
                    system.timers().ifPresent(override::scheduledExecutorService);
                });
    }
}
