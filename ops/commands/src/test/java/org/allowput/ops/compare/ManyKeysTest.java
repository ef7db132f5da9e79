package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.database.Database;
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
                Database database = Database.open()) {
            Instant started = Instant.now();

            ReconcileResult result = new Reconciliation(
                            s3, GeneratedBuckets.SOURCE, "target", "in/", Selection.ALL, Duration.ofMinutes(15))
                    .compare(
                            database,
                            Optional.of(new Reconciliation.Written(GeneratedBuckets.RECEIPTS, Instant.EPOCH, true)),
                            Optional.empty(),
                            started);

            Duration took = Duration.between(started, Instant.now());
            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("reconcile.txt"),
                    "%d keys, %d objects of receipts: %d ms%n"
                            .formatted(KEYS, buckets.receiptObjects(), took.toMillis()));
            assertThat(keys(result, "missing")).isEqualTo(every(0));
            assertThat(keys(result, "stale")).isEqualTo(every(1));
            assertThat(keys(result, "lost")).isEqualTo(every(2));
            assertThat(result.number("copied")).isEqualTo(KEYS - result.findings());
        }
    }

    /** One key of each hundred. */
    private static List<String> every(int rest) {
        return IntStream.range(0, KEYS)
                .filter(number -> number % 100 == rest)
                .mapToObj(GeneratedBuckets::key)
                .toList();
    }

    private static List<String> keys(ReconcileResult result, String kind) {
        return result.database().rows("SELECT key FROM findings WHERE kind = ? ORDER BY findings.key", kind).stream()
                .map(row -> String.valueOf(row.get("key")))
                .toList();
    }
}
