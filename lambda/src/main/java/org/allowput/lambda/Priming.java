package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.lambda.loopback.LoopbackHttpClient;
import org.allowput.lambda.report.Log;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Primes the function before SnapStart takes its snapshot: it copies objects between stub services on the loopback
 * interface, from event to response and down to TLS, so that the snapshot holds loaded classes and compiled code.
 *
 * <p>It uses no bucket, role or queue. If it fails it logs a warning, and the first copies after a restore are slower.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Maximize SnapStart
 *     performance</a>
 */
final class Priming {
    private static final int BATCH = 10;
    private static final String NAME = "priming";
    private static final String NO_FAILURES = "{\"batchItemFailures\":[]}";

    private final FunctionSettings settings;
    private final Log log;
    private final LongSupplier nanoTime;

    Priming(FunctionSettings settings, Log log) {
        this(settings, log, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Priming(FunctionSettings settings, Log log, LongSupplier nanoTime) {
        this.settings = settings.withEveryKey();
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Runs for the configured time, and at least for one batch. Returns how many objects were copied. */
    int run() {
        long start = nanoTime.getAsLong();
        int copied = 0;
        try (LoopbackHttpClient loopback = loopbackHttpClient(settings);
                AwsClients clients = new AwsClients(settings, configuration(loopback))) {
            do {
                copyBatch(clients);
                copied += BATCH;
            } while (nanoTime.getAsLong() - start < settings.priming().toNanos());
            log.write(Log.Level.INFO, "primed for the snapshot", Map.of("copies", (long) copied));
        } catch (IOException | RuntimeException e) {
            log.write(Log.Level.WARN, "not primed for the snapshot", Map.of("cause", e.toString()));
        }
        return copied;
    }

    /** Configured as the client that sends requests to AWS. */
    static LoopbackHttpClient loopbackHttpClient(FunctionSettings settings) throws IOException {
        return LoopbackHttpClient.open(trust -> AwsClients.httpClientBuilder(settings)
                .tlsTrustManagersProvider(trust)
                .build());
    }

    private static AwsClients.Configuration configuration(LoopbackHttpClient http) {
        return new AwsClients.Configuration(
                http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")),
                AwsClients::standardRetryStrategy,
                Optional.empty());
    }

    private void copyBatch(AwsClients clients) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new ReplicationFactory(clients)
                .create(new Log(line -> {}), NAME)
                .handle(new ByteArrayInputStream(batch().getBytes(UTF_8)), response, () -> Duration.ofMinutes(10));
        if (!response.toString(UTF_8).equals(NO_FAILURES)) {
            throw new IllegalStateException("priming failed to copy: " + response.toString(UTF_8));
        }
    }

    /** A queue's messages, each of one object. */
    private String batch() {
        return IntStream.range(0, BATCH)
                .mapToObj(this::message)
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    private String message(int number) {
        String key = "priming-" + number;
        String body = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":\
            "2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","bucket":\
            {"name":"%s"},"object":{"key":"%s","size":%d,"eTag":"e","sequencer":"0"}}}]}\
            """.formatted(settings.source().name(), key, LoopbackHttpClient.SIZE);
        return """
            {"messageId":"%d","receiptHandle":"r","body":"%s","attributes":{},"messageAttributes":{},\
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:222222222222:q","awsRegion":"us-east-1"}\
            """.formatted(number, body.replace("\"", "\\\""));
    }
}
