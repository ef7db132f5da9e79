package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.ops.records.S3Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** As many objects as {@code -Dconfirm.objects} says; how long it took is in {@code target/confirm.txt}. */
class ManyObjectsTest {
    private static final int OBJECTS = Integer.getInteger("confirm.objects", 5000);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatDiffersIsFoundAmongAllOfThem() throws IOException {
        try (GeneratedAccountA account = new GeneratedAccountA(OBJECTS, folder);
                S3Client s3 = S3Client.builder()
                        .endpointOverride(account.endpoint())
                        .serviceConfiguration(settings ->
                                settings.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(48))
                        .build()) {
            account.writeReport("job-1/");
            Instant started = Instant.now();

            try (Confirmed compared = new Confirmed(
                    new Confirmed.Bucket(
                            s3,
                            "target",
                            GeneratedAccountA.NOTES,
                            "",
                            Optional.of(Instant.EPOCH),
                            Duration.ofMinutes(15)),
                    List.of(new CompletionReport(s3, S3Address.parse("s3://reports/job-1/manifest.json"))),
                    new PrintWriter(Writer.nullWriter()),
                    started)) {
                write(Duration.between(started, Instant.now()));
                long thousands = OBJECTS / 1000;
                assertThat(compared.number("equal")).isEqualTo(OBJECTS - 4 * thousands);
                assertThat(compared.number("differs")).isEqualTo(2 * thousands);
                assertThat(compared.number("missing")).isEqualTo(thousands);
                assertThat(compared.number("not-noted")).isEqualTo(thousands);
                assertThat(compared.number("not-read")).isZero();
            }
        }
    }

    private static void write(Duration took) throws IOException {
        Files.writeString(
                Files.createDirectories(Path.of("target")).resolve("confirm.txt"),
                "%,d objects: compared in %d ms%n".formatted(OBJECTS, took.toMillis()));
    }
}
