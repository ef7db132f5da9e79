package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.CommandRun;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** As many keys as {@code -Dreconcile.keys} says; how long it took is in {@code target/reconcile.txt}. */
class ManyKeysTest {
    private static final int KEYS = Integer.getInteger("reconcile.keys", 5000);

    @Test
    void whatIsMissingStaleOrLostIsFoundAmongAllOfThem() throws IOException {
        try (GeneratedBuckets buckets = new GeneratedBuckets(KEYS);
                S3Client s3 = S3Client.builder()
                        .endpointOverride(buckets.endpoint())
                        .forcePathStyle(true)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(48))
                        .build();
                Database database = new Database()) {
            CommandRun stack = new CommandRun(s3);
            stack.output(StackOutput.OPERATIONS_BUCKET_NAME, GeneratedBuckets.RECEIPTS);
            Instant started = Instant.now();

            ReconciliationSummary summary = new Reconciliation(Duration.ofMinutes(15), Instant.EPOCH)
                    .compare(stack.stack(), "in/", database, started);

            Duration took = Duration.between(started, Instant.now());
            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("reconcile.txt"),
                    "%d keys, %d objects of receipts: %d ms%n"
                            .formatted(KEYS, buckets.receiptObjects(), took.toMillis()));
            assertThat(keys(database, "missing")).isEqualTo(every(0));
            assertThat(keys(database, "stale")).isEqualTo(every(1));
            assertThat(keys(database, "lost")).isEqualTo(every(2));
            long findings = database.rows("FROM findings").size();
            assertThat(summary.counts().sum("copied")).isEqualTo(KEYS - findings);
        }
    }

    /** One key of each hundred. */
    private static List<String> every(int rest) {
        return IntStream.range(0, KEYS)
                .filter(number -> number % 100 == rest)
                .mapToObj(GeneratedBuckets::key)
                .toList();
    }

    private static List<String> keys(Database database, String kind) {
        return database.texts("SELECT key FROM findings WHERE kind = '" + kind + "' ORDER BY findings.key");
    }
}
