package org.allowput.lambda.session;

import java.time.Duration;
import java.util.Optional;
import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.copy.ThroughputBudget;
import org.allowput.lambda.http.BufferedTlsStrategy;
import org.allowput.lambda.http.CachedAuthSchemes;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
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
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS clients of one execution environment. They share one connection pool, and count their requests together. */
public final class AwsClients implements AutoCloseable {
    private final FunctionSettings settings;
    private final RequestCounter requests = new RequestCounter();
    private final ClientConfiguration configuration;
    private final StsClient sts;
    private final S3Client source;
    private final S3Client sourceWithoutRetries;
    private final SfnClient stepFunctions;
    private final SqsClient sqs;
    private final SqsClient sqsWithoutRetries;
    private final CopySession session;
    private volatile String sessionName;

    public AwsClients(FunctionSettings settings) {
        this(
                settings,
                new ClientConfiguration(
                        httpClientBuilder(settings).build(),
                        AwsCredentialsProviderChain.of(
                                EnvironmentVariableCredentialsProvider.create(),
                                ContainerCredentialsProvider.builder().build()),
                        ClientConfiguration::standardRetryStrategy,
                        Optional.empty(),
                        SystemResources.ofProcess()));
    }

    public AwsClients(FunctionSettings settings, ClientConfiguration configuration) {
        this.settings = settings;
        this.configuration = configuration;
        String sourceRegion = settings.source().region();
        this.sts = build(StsClient.builder(), sourceRegion);
        this.source = s3(
                configuration.credentials(),
                sourceRegion,
                configuration.retryStrategy().get());
        this.sourceWithoutRetries = s3(configuration.credentials(), sourceRegion, AwsRetryStrategy.doNotRetry());
        this.stepFunctions = build(SfnClient.builder(), sourceRegion);
        this.sqs = build(SqsClient.builder(), sourceRegion);
        this.sqsWithoutRetries = build(SqsClient.builder(), sourceRegion, AwsRetryStrategy.doNotRetry());
        this.sessionName = settings.role().sessionName();
        this.session = openSession();
    }

    public FunctionSettings settings() {
        return settings;
    }

    public SystemResources system() {
        return configuration.system();
    }

    public S3Client source() {
        return source;
    }

    public SfnClient stepFunctions() {
        return stepFunctions;
    }

    public SqsClient sqs() {
        return sqs;
    }

    public SqsClient sqsWithoutRetries() {
        return sqsWithoutRetries;
    }

    /** A client for a look at the rule, once in many invocations: the caller closes it. */
    public EventBridgeClient eventBridge() {
        return build(EventBridgeClient.builder(), settings.source().region());
    }

    /** What was sent since this method was called before. Call it when no request is in flight. */
    public RequestCounter.Counts getAndResetCounts() {
        return requests.getAndReset();
    }

    /**
     * The session that all invocations of this environment share. The role is assumed when it is needed, and again
     * before the session ends.
     */
    public CopySession session() {
        return session;
    }

    /** Names the sessions that begin from now on after a request, as an invocation does when it begins. */
    public void nameSession(String requestId) {
        sessionName = settings.role().sessionName(requestId);
    }

    private CopySession openSession() {
        RoleCredentials credentials = new RoleCredentials(sts, settings.role(), () -> sessionName);
        S3Client target = s3(
                credentials,
                settings.target().region(),
                ObjectCopier.retryingSourceFailures(
                        configuration.retryStrategy().get()));
        S3Source from = new S3Source(
                source,
                sourceWithoutRetries,
                settings.source().name(),
                settings.source().account());
        S3Target to =
                new S3Target(target, settings.target().name(), settings.target().account(), settings.options());
        ThroughputBudget budget = new ThroughputBudget(
                settings.copy().pace(), configuration.system().nanoTime());
        return new CopySession(
                new ObjectCopier(from, to, settings.copy(), budget),
                new LargeObjectCopier(from, to, settings.copy()),
                to,
                target,
                credentials);
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
                .socketTimeout(Duration.ofSeconds(30))
                .tlsSocketStrategy(new BufferedTlsStrategy(null));
    }

    /** The function passes on the source's checksums, so the SDK computes and validates none by default. */
    private S3Client s3(AwsCredentialsProvider credentials, String region, RetryStrategy retries) {
        return configuration
                .configure(S3Client.builder(), credentials, region, retries, requests)
                .authSchemeProvider(new CachedAuthSchemes())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B client, String region) {
        return build(client, region, configuration.retryStrategy().get());
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(
            B client, String region, RetryStrategy retries) {
        return configuration
                .configure(client, configuration.credentials(), region, retries, requests)
                .build();
    }

    @Override
    public void close() {
        session.close();
        stepFunctions.close();
        sourceWithoutRetries.close();
        source.close();
        sqsWithoutRetries.close();
        sqs.close();
        sts.close();
        configuration.http().close();
    }
}
