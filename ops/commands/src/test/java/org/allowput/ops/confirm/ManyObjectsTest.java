package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.ops.aws.DeployedStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.CreateJobResponse;
import software.amazon.awssdk.services.s3control.model.DescribeJobRequest;
import software.amazon.awssdk.services.s3control.model.DescribeJobResponse;
import software.amazon.awssdk.services.s3control.model.JobStatus;

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
            ChecksumJobs jobs = ChecksumJobs.of(
                    new DeployedStack(new ConfirmCommandTest.Clients(s3, new OneJob()), ConfirmCommandTest.OUTPUTS));
            Instant started = Instant.now();

            Result before = new Result();
            List<Confirmation.Job> created = new ArrayList<>();
            new NotedObjects(
                            s3,
                            "target",
                            GeneratedAccountA.NOTES,
                            "",
                            Optional.of(Instant.EPOCH),
                            Duration.ofMinutes(15),
                            new PrintWriter(Writer.nullWriter()))
                    .compare(started, before, objects -> created.addAll(jobs.create("name", objects)));
            jobs.keep("name", new Confirmation(before.state(), created));
            Instant listed = Instant.now();
            account.writeReport("confirmations/name/job-1/");
            Instant reported = Instant.now();
            Result compared = jobs.compare("name");

            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("confirm.txt"),
                    "%,d objects: created in %d ms, compared in %d ms%n"
                            .formatted(
                                    OBJECTS,
                                    Duration.between(started, listed).toMillis(),
                                    Duration.between(reported, Instant.now()).toMillis()));
            int thousands = OBJECTS / 1000;
            assertThat(created)
                    .containsExactly(new Confirmation.Job(
                            "1",
                            "confirmations/name/manifest-1.csv",
                            Algorithm.CRC64NVME,
                            true,
                            OBJECTS - 3L * thousands));
            assertThat(JSON.std.mapFrom(JSON.std.asString(compared.asJson())))
                    .containsEntry("equal", OBJECTS - 4 * thousands)
                    .containsEntry("differ", 2 * thousands)
                    .containsEntry("missing", thousands)
                    .containsEntry("notNoted", thousands)
                    .containsEntry("notRead", 0);
        }
    }

    private static final class OneJob implements S3ControlClient {
        @Override
        public CreateJobResponse createJob(CreateJobRequest request) {
            return CreateJobResponse.builder().jobId("1").build();
        }

        @Override
        public DescribeJobResponse describeJob(DescribeJobRequest request) {
            return DescribeJobResponse.builder()
                    .job(job -> job.status(JobStatus.COMPLETE))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
