package org.allowput.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.allowput.bench.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What is in any case to be done, in two languages: the limit of what can be reached. */
sealed interface Raw extends Contender {
    /** In Java: {@link RawCopy}, in a JVM as the function's. */
    record Java(Deployed deployed) implements Raw {
        @Override
        public String name() {
            return "raw loop in Java";
        }

        @Override
        public Taken copy(Task task) {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(List.of("-cp", deployed.own().toString(), RawCopy.class.getName()));
            command.addAll(
                    List.of(Integer.toString(task.atOnce()), Raw.signed(task).toString()));
            return new Program(command, Map.of()).run();
        }
    }

    /** In Go: {@code src/main/go/raw.go}, compiled. */
    record Go(Path program) implements Raw {
        @Override
        public String name() {
            return "raw loop in Go";
        }

        @Override
        public Taken copy(Task task) {
            List<String> command = List.of(program.toString(), Integer.toString(task.atOnce()));
            Map<String, String> trust =
                    Map.of("SSL_CERT_FILE", task.store().certificate().toString());
            return new Program(command, trust, Raw.signed(task)).run();
        }
    }

    /** A file with a URL to read and one to write for each object. */
    private static Path signed(Task task) {
        try (S3Presigner source = presigner(task, Store.SOURCE_OWNER);
                S3Presigner target = presigner(task, Store.TARGET_OWNER)) {
            Duration hour = Duration.ofHours(1);
            return task.write(
                    "signed",
                    IntStream.range(0, task.work().objects())
                            .mapToObj(task.work()::key)
                            .map(key -> source.presignGetObject(get -> get.signatureDuration(hour)
                                                    .getObjectRequest(object -> object.bucket(Store.SOURCE)
                                                            .key(key)))
                                            .url()
                                    + "\t"
                                    + target.presignPutObject(put -> put.signatureDuration(hour)
                                                    .putObjectRequest(object -> object.bucket(Store.TARGET)
                                                            .key(key)))
                                            .url())
                            .toList());
        }
    }

    private static S3Presigner presigner(Task task, AwsBasicCredentials owner) {
        return S3Presigner.builder()
                .endpointOverride(task.store().endpoint(task.tls()))
                .region(Region.of(Store.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(owner))
                .build();
    }
}
