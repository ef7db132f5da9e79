package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.lambda.loopback.LoopbackHttpClient;
import org.allowput.lambda.report.Log;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Copies objects that do not exist to nowhere, before a snapshot is taken: all of the function, from event to answer
 * and down to TLS, so that what is restored has loaded its classes and compiled what it runs.
 *
 * <p>Touches no bucket, no role and no queue. If it fails, it says so, and the first copies are slower than they could
 * be.
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

    Priming(FunctionSettings settings, Log log) {
        this.settings = settings;
        this.log = log;
    }

    /** Runs for as long as the settings say, at least one batch. Returns how many objects were copied. */
    int run() {
        long begin = System.nanoTime();
        int copied = 0;
        try (LoopbackHttpClient nowhere = nowhere(settings);
                AwsClients wiring = new AwsClients(settings, base(nowhere))) {
            do {
                copy(wiring);
                copied += BATCH;
            } while (System.nanoTime() - begin < settings.priming().toNanos());
            log.write(Log.Level.INFO, "primed for the snapshot", Map.of("copiesToNowhere", (long) copied));
        } catch (IOException | RuntimeException e) {
            log.write(Log.Level.WARN, "not primed for the snapshot", Map.of("cause", e.toString()));
        }
        return copied;
    }

    /** By a client such as goes to AWS. */
    static LoopbackHttpClient nowhere(FunctionSettings settings) throws IOException {
        return LoopbackHttpClient.open(trust ->
                AwsClients.connections(settings).tlsTrustManagersProvider(trust).build());
    }

    private static AwsClients.Base base(LoopbackHttpClient nowhere) {
        return new AwsClients.Base(
                nowhere,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")),
                AwsClients::retrying,
                Optional.empty());
    }

    private void copy(AwsClients wiring) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Replication replication = wiring.replication(new Log(line -> {}), NAME);
        ReplicationHandler.handle(
                new ByteArrayInputStream(batch().getBytes(UTF_8)), answer, replication, () -> Duration.ofMinutes(10));
        if (!answer.toString(UTF_8).equals(NO_FAILURES)) {
            throw new IllegalStateException("not copied to nowhere: " + answer.toString(UTF_8));
        }
    }

    /** A queue's messages, each of an object that the settings do not filter out. */
    private String batch() {
        return IntStream.range(0, BATCH)
                .mapToObj(this::message)
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    private String message(int number) {
        String key = URLEncoder.encode(
                settings.keys().includePrefix() + "priming-" + number
                        + settings.keys().includeSuffix(),
                UTF_8);
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
