package org.allowput.bench.copy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.bench.server.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Other programs that copy, and the limit of what can be reached: a raw loop. */
public final class Peers {
    private Peers() {}

    /** In Java: {@link RawCopy}, in a JVM as the function's. */
    public static Contender rawInJava(UnpackedFunction deployed) {
        return new Contender("raw loop in Java", task -> {
            List<String> command = new ArrayList<>(deployed.java(task));
            command.addAll(List.of("-cp", deployed.own().toString(), RawCopy.class.getName()));
            command.addAll(List.of(Integer.toString(task.atOnce()), signed(task).toString()));
            return new MeasuredProcess(command, Map.of()).run();
        });
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
                .endpointOverride(task.store().endpoint())
                .region(Region.of(S3Server.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(owner))
                .build();
    }

    /**
     * <a href="https://rclone.org/s3/">rclone</a> with a remote for each owner, configured to skip every optional
     * check. By default it looks at each object after it has put it.
     *
     * @param options besides
     */
    static Contender rclone(String name, Path program, String... options) {
        return new Contender(name, task -> {
            List<String> remotes = Stream.of(
                            remote("source", task, S3Server.SOURCE_OWNER),
                            remote("target", task, S3Server.TARGET_OWNER))
                    .flatMap(List::stream)
                    .toList();
            String prefix = "/" + task.work().prefix();
            List<String> command = new ArrayList<>(List.of(program.toString(), "copy"));
            command.addAll(List.of("source:" + S3Server.SOURCE + prefix, "target:" + S3Server.TARGET + prefix));
            command.addAll(
                    List.of("--config", task.write("rclone.conf", remotes).toString()));
            command.addAll(List.of("--s3-no-check-bucket", "--no-traverse", "--no-check-dest", "--ignore-times"));
            command.addAll(List.of("--transfers", Integer.toString(task.atOnce())));
            command.addAll(List.of(options));
            return new MeasuredProcess(
                            command,
                            Map.of(
                                    "SSL_CERT_FILE",
                                    task.store().certificate().certificate().toString()))
                    .run();
        });
    }

    private static List<String> remote(String name, Task task, AwsBasicCredentials owner) {
        return List.of(
                "[" + name + "]",
                "type = s3",
                "provider = Other",
                "region = " + S3Server.REGION,
                "endpoint = " + task.endpoint(),
                "access_key_id = " + owner.accessKeyId(),
                "secret_access_key = " + owner.secretAccessKey());
    }
}
