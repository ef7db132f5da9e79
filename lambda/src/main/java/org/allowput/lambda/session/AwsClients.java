package org.allowput.lambda.session;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.allowput.contract.AfterCopy;
import org.allowput.lambda.aftercopy.SendCopyEvent;
import org.allowput.lambda.aftercopy.TagSourceObject;
import org.allowput.lambda.copy.Backlog;
import org.allowput.lambda.copy.ConfirmedCopy;
import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.http.CachedAuthSchemes;
import org.allowput.lambda.http.CountingHttpClient;
import org.allowput.lambda.role.RoleCredentials;
import org.allowput.lambda.role.RoleSession;
import org.allowput.lambda.s3.DeliveryNotes;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS clients of one execution environment. They share one connection pool.
 *
 * <p>Requests are retried by the SDK's standard retry mode alone, with {@value #MAX_ATTEMPTS} attempts. The queue
 * retries what still fails.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
public final class AwsClients implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 4;

    private final FunctionSettings settings;
    private final CountingHttpClient http;
    private final Configuration configuration;
    private final StsClient sts;
    private final S3Client source;
    private final S3Client sourceWithoutRetries;
    private final SfnClient stepFunctions;
    private final SqsClient sqs;
    private final Optional<EventBridgeClient> events;
    private final Backlog backlog;
    private final RoleCopySession sharedSession;

    /**
     * What all clients have in common.
     *
     * @param http the HTTP client, with one connection pool
     * @param credentials the function's own
     * @param retryStrategy makes a retry strategy for each client
     * @param endpoint of every service; if absent, the SDK's default
     * @param system time, randomness and threads
     */
    public record Configuration(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Supplier<RetryStrategy> retryStrategy,
            Optional<URI> endpoint,
            SystemResources system) {
        /** With those of this process. */
        public Configuration(
                SdkHttpClient http,
                AwsCredentialsProvider credentials,
                Supplier<RetryStrategy> retryStrategy,
                Optional<URI> endpoint) {
            this(http, credentials, retryStrategy, endpoint, SystemResources.ofProcess());
        }
    }

    public AwsClients(FunctionSettings settings) {
        this(
                settings,
                new Configuration(
                        httpClientBuilder(settings).build(),
                        AwsCredentialsProviderChain.of(
                                EnvironmentVariableCredentialsProvider.create(),
                                ContainerCredentialsProvider.builder().build()),
                        AwsClients::standardRetryStrategy,
                        Optional.empty()));
    }

    public AwsClients(FunctionSettings settings, Configuration configuration) {
        this.settings = settings;
        this.http = new CountingHttpClient(configuration.http());
        this.configuration = new Configuration(
                http,
                configuration.credentials(),
                configuration.retryStrategy(),
                configuration.endpoint(),
                configuration.system());
        AwsCredentialsProvider credentials = configuration.credentials();
        Supplier<RetryStrategy> retryStrategy = configuration.retryStrategy();
        String sourceRegion = settings.source().region();
        this.sts = configure(this.configuration, StsClient.builder(), credentials, sourceRegion, retryStrategy.get())
                .build();
        this.source = s3Builder(this.configuration, credentials, sourceRegion, retryStrategy.get())
                .build();
        this.sourceWithoutRetries = s3Builder(
                        this.configuration, credentials, sourceRegion, AwsRetryStrategy.doNotRetry())
                .build();
        this.stepFunctions = configure(
                        this.configuration, SfnClient.builder(), credentials, sourceRegion, retryStrategy.get())
                .build();
        this.sqs = configure(this.configuration, SqsClient.builder(), credentials, sourceRegion, retryStrategy.get())
                .build();
        this.events = Optional.of(settings.afterCopy())
                .filter(AfterCopy.EVENT::equals)
                .map(event -> configure(
                                this.configuration,
                                EventBridgeClient.builder(),
                                credentials,
                                sourceRegion,
                                retryStrategy.get())
                        .build());
        this.backlog =
                new Backlog(settings.copy().pace(), configuration.system().nanoTime());
        this.sharedSession = openSession(settings.role().session());
    }

    public FunctionSettings settings() {
        return settings;
    }

    /** The time, randomness and threads of this environment. */
    public SystemResources system() {
        return configuration.system();
    }

    /** The session that all invocations share. It is renewed before it ends. */
    public RoleCopySession sharedSession() {
        return sharedSession;
    }

    /** Reads the source bucket with the function's own credentials. */
    public S3Client source() {
        return source;
    }

    /** Starts executions of the workflow for large objects. */
    public SfnClient stepFunctions() {
        return stepFunctions;
    }

    /** Sends to the function's two queues with the function's own credentials. */
    public SqsClient sqs() {
        return sqs;
    }

    /** What was sent since this method was called before. Call it when no request is in flight. */
    public CountingHttpClient.Counts getAndResetCounts() {
        return http.getAndReset();
    }

    /** Opens a session of the role. The caller closes it. */
    public RoleCopySession openSession(RoleSession session) {
        RoleCredentials credentials = new RoleCredentials(sts, session);
        S3Client target = s3Builder(
                        configuration,
                        credentials,
                        settings.target().region(),
                        ObjectCopier.retryingSourceFailures(
                                configuration.retryStrategy().get()))
                .build();
        ObjectCopier.SourceBucket from = new ObjectCopier.SourceBucket(
                source,
                sourceWithoutRetries,
                settings.source().name(),
                settings.source().account(),
                afterCopy());
        ObjectCopier.TargetBucket to = new ObjectCopier.TargetBucket(
                target, settings.target().name(), settings.target().account(), settings.options());
        return new RoleCopySession(
                ObjectCopier.betweenBuckets(from, to, settings.copy(), backlog),
                LargeObjectCopier.betweenBuckets(from, to, settings.copy()),
                new DeliveryNotes(
                        target, settings.target().name(), settings.target().account(), settings.options()),
                target,
                credentials);
    }

    private ConfirmedCopy.Action afterCopy() {
        String bucket = settings.source().name();
        return switch (settings.afterCopy()) {
            case NONE -> ConfirmedCopy.Action.NONE;
            case TAG, DELETE ->
                new TagSourceObject(source, bucket, settings.source().account());
            case EVENT ->
                new SendCopyEvent(
                        events.orElseThrow(), bucket, settings.target().name());
        };
    }

    /**
     * Sends one request to the source bucket: the first request of a client takes longest, for credentials and TLS. It
     * does not matter how it ends.
     */
    public void warmUpSourceClient() {
        try {
            sourceWithoutRetries.headBucket(
                    head -> head.bucket(settings.source().name())
                            .expectedBucketOwner(settings.source().account()));
        } catch (SdkException e) {
            // The snapshot is taken even if the request fails.
        }
    }

    /** With a connection for each GET and each PUT that can be in flight: one pair per part of each object. */
    public static Apache5HttpClient.Builder httpClientBuilder(FunctionSettings settings) {
        return Apache5HttpClient.builder()
                .maxConnections(2
                        * Math.max(1, settings.concurrentCopies())
                        * settings.copy().concurrentParts())
                .connectionTimeout(Duration.ofSeconds(3))
                .connectionAcquisitionTimeout(Duration.ofSeconds(60))
                .socketTimeout(Duration.ofSeconds(30));
    }

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

    /** The function passes on the source's checksums, so the SDK computes and validates none by default. */
    static S3ClientBuilder s3Builder(
            Configuration configuration, AwsCredentialsProvider credentials, String region, RetryStrategy retries) {
        return configure(configuration, S3Client.builder(), credentials, region, retries)
                .authSchemeProvider(new CachedAuthSchemes())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
            Configuration configuration,
            B client,
            AwsCredentialsProvider credentials,
            String region,
            RetryStrategy retries) {
        configuration.endpoint().ifPresent(client::endpointOverride);
        return client.httpClient(configuration.http())
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> {
                    override.retryStrategy(retries);
                    configuration.system().timers().ifPresent(override::scheduledExecutorService);
                });
    }

    @Override
    public void close() {
        sharedSession.close();
        stepFunctions.close();
        sourceWithoutRetries.close();
        source.close();
        sqs.close();
        events.ifPresent(EventBridgeClient::close);
        sts.close();
        http.close();
    }
}
