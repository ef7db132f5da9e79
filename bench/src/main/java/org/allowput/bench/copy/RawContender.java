package org.allowput.bench.copy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.allowput.bench.copy.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What is in any case to be done, in two languages: the limit of what can be reached. */
public sealed interface RawContender extends Contender {
    /** In Java: {@link RawCopy}, in a JVM as the function's. */
    record Java(UnpackedFunction deployed) implements RawContender {
        @Override
        public String name() {
            return "raw loop in Java";
        }

        @Override
        public Measurement copy(Task task) {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(List.of("-cp", deployed.own().toString(), RawCopy.class.getName()));
            command.addAll(List.of(
                    Integer.toString(task.atOnce()), RawContender.signed(task).toString()));
            return new MeasuredProcess(command, Map.of()).run();
        }
    }

    /** In Go: {@code src/main/go/raw.go}, compiled. */
    record Go(Path program) implements RawContender {
        @Override
        public String name() {
            return "raw loop in Go";
        }

        @Override
        public Measurement copy(Task task) {
            List<String> command = List.of(program.toString(), Integer.toString(task.atOnce()));
            Map<String, String> trust =
                    Map.of("SSL_CERT_FILE", task.store().certificate().toString());
            return new MeasuredProcess(command, trust, RawContender.signed(task)).run();
        }
    }

    /** A file with a URL to read and one to write for each object. */
    private static Path signed(Task task) {
        try (S3Presigner source = presigner(task, S3Server.SOURCE_OWNER);
                S3Presigner target = presigner(task, S3Server.TARGET_OWNER)) {
            Duration hour = Duration.ofHours(1);
            return task.write(
                    "signed",
                    IntStream.range(0, task.work().objects())
                            .mapToObj(task.work()::key)
                            .map(key -> source.presignGetObject(get -> get.signatureDuration(hour)
                                                    .getObjectRequest(object -> object.bucket(S3Server.SOURCE)
                                                            .key(key)))
                                            .url()
                                    + "\t"
                                    + target.presignPutObject(put -> put.signatureDuration(hour)
                                                    .putObjectRequest(object -> object.bucket(S3Server.TARGET)
                                                            .key(key)))
                                            .url())
                            .toList());
        }
    }

    private static S3Presigner presigner(Task task, AwsBasicCredentials owner) {
        return S3Presigner.builder()
                .endpointOverride(task.store().endpoint(task.tls()))
                .region(Region.of(S3Server.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(owner))
                .build();
    }
}
