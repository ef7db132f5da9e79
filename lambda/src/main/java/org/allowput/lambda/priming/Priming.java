package org.allowput.lambda.priming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.http.BufferedTlsStrategy;
import org.allowput.lambda.loopback.LoopbackServices;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Primes the function before SnapStart takes its snapshot: it copies objects between stub services on the loopback
 * interface, from event to response and down to TLS, so that the snapshot holds loaded classes and compiled code.
 *
 * <p>The JVM compiles code for what it has seen, and compiles it again when something else occurs. So priming uses what
 * is used after the restore (the same clients, log lines and sessions of the role), and lets everything occur that
 * does: events of each format, objects of several sizes and headers, responses that are late or come in pieces, errors
 * that are retried, clients that are created again. What the stub services cannot show (Lambda's credentials, the
 * system's trust store, S3's TLS) is seen in one request to the source bucket after each round.
 *
 * <p>Priming ends by what was done ({@link PrimingGoal}), so that a slow processor's snapshot holds the same code as a
 * fast one's.
 *
 * <p>Besides it uses no bucket, role or queue. If it fails it logs a warning, and the first copies after a restore are
 * slower.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Maximize SnapStart
 *     performance</a>
 */
public final class Priming {
    static final int BATCHES_PER_ROUND = 100;
    private static final Duration TIME_PER_BATCH = Duration.ofMinutes(10);

    private final FunctionSettings settings;
    private final PrimingEvents events;
    private final Log log;
    private final Runnable sourceRequest;
    private final PrimingGoal goal;
    private final LongSupplier nanoTime;

    /** @param sourceRequest sends a request to the source bucket, as after the restore */
    public Priming(FunctionSettings settings, Log log, Runnable sourceRequest) {
        this(settings, log, sourceRequest, PrimingGoal.ofThisProcess(), System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Priming(FunctionSettings settings, Log log, Runnable sourceRequest, PrimingGoal goal, LongSupplier nanoTime) {
        this.settings = settings.forPriming();
        this.events = new PrimingEvents(settings.source().name());
        this.log = log;
        this.sourceRequest = sourceRequest;
        this.goal = goal;
        this.nanoTime = nanoTime;
    }

    /**
     * Copies in rounds until the goal is reached, or the time limit of the settings; at least one batch. Returns how
     * many objects it copied.
     */
    public int run() {
        long end = nanoTime.getAsLong() + settings.primingLimit().toNanos();
        int copied = 0;
        try {
            boolean isReached = false;
            for (int round = 0; round == 0 || (!isReached && nanoTime.getAsLong() < end); round++) {
                try {
                    copied += copyRound(round, end);
                } finally {
                    sourceRequest.run();
                }
                isReached = goal.isReachedAfter(round + 1);
            }
            String message = isReached ? "primed for the snapshot" : "primed for the snapshot until the time limit";
            log.write(Log.Level.INFO, message, Map.of("copies", (long) copied));
        } catch (IOException | RuntimeException e) {
            log.write(Log.Level.WARN, "not primed for the snapshot", Map.of("cause", e.toString()));
        }
        return copied;
    }

    /** Ends with the round's last batch, or with the first after {@code end}. Returns how many objects it copied. */
    private int copyRound(int round, long end) throws IOException {
        int batch = round * BATCHES_PER_ROUND;
        int copied = 0;
        List<String> cipherSuites = LoopbackServices.CIPHER_SUITES;
        try (LoopbackServices services = LoopbackServices.start(cipherSuites.get(round % cipherSuites.size()));
                PrintStream discarded = discardedOutput(round);
                AwsClients clients = new AwsClients(settings, configuration(httpClient(settings, services), round))) {
            do {
                copyBatch(batch, clients, Log.to(discarded));
                copied += events.objects(batch++);
            } while (batch % BATCHES_PER_ROUND != 0 && nanoTime.getAsLong() < end);
        }
        return copied;
    }

    /**
     * Prints through other classes in each round: those of the runtime's standard output are not known, and code that
     * is compiled for one class is compiled again for another.
     */
    private static PrintStream discardedOutput(int round) throws IOException {
        OutputStream nowhere = switch (round % 3) {
            case 0 -> new FileOutputStream("/dev/null");
            case 1 -> Files.newOutputStream(Path.of("/dev/null"));
            default -> OutputStream.nullOutputStream();
        };
        OutputStream below = round % 2 == 0 ? new BufferedOutputStream(nowhere) : nowhere;
        return new PrintStream(below, true, System.out.charset());
    }

    public static SdkHttpClient httpClient(FunctionSettings settings, LoopbackServices services) {
        return AwsClients.httpClientBuilder(settings)
                // The loopback interface is not behind the proxy that the function may need for AWS.
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariableValues(false)
                        .useSystemPropertyValues(false)
                        .build())
                .httpRoutePlanner(services.routePlanner())
                .tlsSocketStrategy(
                        new BufferedTlsStrategy(services.trustManagers().trustManagers()))
                .build();
    }

    /** With other credentials in each round, as the signer keeps the key that it has derived from the last ones. */
    private static ClientConfiguration configuration(SdkHttpClient http, int round) {
        return new ClientConfiguration(
                http,
                AwsCredentialsProviderChain.of(StaticCredentialsProvider.create(
                        AwsSessionCredentials.create("priming", "priming" + round, "priming"))),
                Priming::retryStrategy,
                Optional.empty(),
                SystemResources.ofProcess());
    }

    /** As after the restore, except that it does not wait for the loopback services to recover. */
    private static RetryStrategy retryStrategy() {
        BackoffStrategy soon = BackoffStrategy.exponentialDelay(Duration.ofMillis(1), Duration.ofMillis(2));
        return ClientConfiguration.standardRetryStrategy().toBuilder()
                .backoffStrategy(soon)
                .build();
    }

    private void copyBatch(int batch, AwsClients clients, Log discarded) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        Replication.of(clients, discarded, UUID.randomUUID().toString())
                .handle(
                        new ByteArrayInputStream(events.batch(batch)),
                        response,
                        Deadline.after(TIME_PER_BATCH, System::nanoTime));
        String answer = response.toString(UTF_8);
        if (!PrimingEvents.isComplete(answer)) {
            throw new IllegalStateException("priming failed to copy: " + answer);
        }
    }
}
