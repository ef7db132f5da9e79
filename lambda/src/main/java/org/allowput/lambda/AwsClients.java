package org.allowput.lambda;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.allowput.lambda.copy.Backlog;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.role.RoleCredentials;
import org.allowput.lambda.role.RoleSession;
import org.allowput.lambda.role.SessionPolicy;
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
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Builds every client, once an environment: one pool of connections below all of them.
 *
 * <p>Retries are the SDK's standard mode and nothing above it: {@value #ATTEMPTS} attempts with its backoff, some
 * seconds at most. What still fails is retried by the queue; whatever runs at the deadline is interrupted.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
final class AwsClients implements AutoCloseable {
    private static final int ATTEMPTS = 4;

    private final FunctionSettings settings;
    private final CountingHttpClient http;
    private final Base base;
    private final StsClient sts;
    private final S3Client source;
    private final S3Client sourceOnce;
    private final Backlog backlog;
    private final Assumed wide;

    /**
     * What the clients stand on, which is the same for each of them.
     *
     * @param http the pool of connections
     * @param own the function's own credentials
     * @param retries what a request may be tried again by; called once for each client
     * @param endpoint of every service; absent for what the SDK's own settings say, which is AWS's unless they name one
     */
    record Base(
            SdkHttpClient http, AwsCredentialsProvider own, Supplier<RetryStrategy> retries, Optional<URI> endpoint) {}

    /** The role, assumed, and what copies with it. */
    record Assumed(ObjectCopier copy, S3Client target, RoleCredentials role) implements AutoCloseable {
        @Override
        public void close() {
            target.close();
            role.close();
        }
    }

    AwsClients(FunctionSettings settings) {
        this(
                settings,
                new Base(
                        connections(settings).build(),
                        AwsCredentialsProviderChain.of(
                                EnvironmentVariableCredentialsProvider.create(),
                                ContainerCredentialsProvider.builder().build()),
                        AwsClients::retrying,
                        Optional.empty()));
    }

    AwsClients(FunctionSettings settings, Base on) {
        this.settings = settings;
        this.http = new CountingHttpClient(on.http());
        this.base = new Base(http, on.own(), on.retries(), on.endpoint());
        String here = settings.source().region();
        RetryStrategy again = base.retries().get();
        this.sts = on(base, StsClient.builder(), base.own(), here, again).build();
        this.source = s3(base, base.own(), here, base.retries().get()).build();
        this.sourceOnce =
                s3(base, base.own(), here, AwsRetryStrategy.doNotRetry()).build();
        this.backlog = new Backlog(settings.copy().pace(), System::nanoTime);
        this.wide = assumed(settings.role().session());
    }

    /** Copies with one session for many invocations, which is renewed before it ends. */
    ObjectCopier copy() {
        return wide.copy();
    }

    /** What copies the objects of one invocation. */
    Replication.Copiers copying(String requestId) {
        if (!settings.role().narrowed()) {
            return CopySession.with(copy()::replicate);
        }
        String partition = settings.role().arn().split(":", 3)[1];
        SessionPolicy.Bucket bucket = new SessionPolicy.Bucket(
                "arn:" + partition + ":s3:::" + settings.target().name(),
                settings.options().kmsKey().orElse(""));
        String sessionName = settings.role().sessionName(requestId);
        return targetKeys -> new NarrowedCopySession(
                targetKeys, bucket, policy -> assumed(settings.role().session().under(policy, sessionName)));
    }

    /** What brings the deliveries of one invocation to their ends, and tells of it in that log. */
    Replication replication(Log log, String requestId) {
        InstantSource clock = InstantSource.system();
        Reporter reporter = new Reporter(settings, log, clock, requestId, http::take);
        return new Replication(settings, copying(requestId), reporter, book(reporter, clock, requestId));
    }

    private Replication.Book book(Reporter reporter, InstantSource clock, String requestId) {
        return settings.receipts()
                .<Replication.Book>map(
                        bucket -> new ReceiptWriter(source, bucket, settings, reporter, clock, requestId))
                .orElse(Replication.NO_BOOK);
    }

    /** What copies with a session of the role. To be closed. */
    Assumed assumed(RoleSession session) {
        RoleCredentials role = new RoleCredentials(sts, session);
        S3Client target = s3(
                        base,
                        role,
                        settings.target().region(),
                        ObjectCopier.alsoRetryingItsSource(base.retries().get()))
                .build();
        ObjectCopier copy = ObjectCopier.betweenBuckets(
                new ObjectCopier.From(
                        source,
                        sourceOnce,
                        settings.source().name(),
                        settings.source().account()),
                new ObjectCopier.To(
                        target, settings.target().name(), settings.target().account(), settings.options()),
                settings.copy(),
                backlog);
        return new Assumed(copy, target, role);
    }

    /** Loads credentials and TLS, which the first request takes longest for. Any answer will do, and none. */
    void rehearse() {
        try {
            sourceOnce.headBucket(head -> head.bucket(settings.source().name())
                    .expectedBucketOwner(settings.source().account()));
        } catch (SdkException e) {
            // The snapshot is taken in any case.
        }
    }

    /** Connections for every object on the way: a GET and a PUT at once, or as many as it has parts. */
    static Apache5HttpClient.Builder connections(FunctionSettings settings) {
        return Apache5HttpClient.builder()
                .maxConnections(2
                        * Math.max(1, settings.concurrentCopies())
                        * settings.copy().concurrentParts())
                .connectionTimeout(Duration.ofSeconds(3))
                .connectionAcquisitionTimeout(Duration.ofSeconds(60))
                .socketTimeout(Duration.ofSeconds(30));
    }

    /**
     * Without the SDK's circuit breaker, which all requests of a client share: where S3 answers 503 to some dozens of
     * keys it would leave those after them a single attempt.
     */
    static RetryStrategy retrying() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .circuitBreakerEnabled(false)
                .build();
    }

    /** Checksums are handed on from the source, so the SDK computes and compares none that it is not asked for. */
    static S3ClientBuilder s3(Base base, AwsCredentialsProvider credentials, String region, RetryStrategy retries) {
        return on(base, S3Client.builder(), credentials, region, retries)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B on(
            Base base, B client, AwsCredentialsProvider credentials, String region, RetryStrategy retries) {
        base.endpoint().ifPresent(client::endpointOverride);
        return client.httpClient(base.http())
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> override.retryStrategy(retries));
    }

    @Override
    public void close() {
        wide.close();
        sourceOnce.close();
        source.close();
        sts.close();
        http.close();
    }
}
