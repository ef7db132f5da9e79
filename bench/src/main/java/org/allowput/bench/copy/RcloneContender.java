package org.allowput.bench.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.bench.copy.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * <a href="https://rclone.org/s3/">rclone</a> with a remote for each owner, configured to skip every optional check.
 *
 * @param name as it stands in the table
 * @param options besides
 */
record RcloneContender(String name, Path program, List<String> options) implements Contender {
    /** As it comes: it looks at each object after it has put it. */
    static RcloneContender verifying(Path program) {
        return new RcloneContender("rclone", program, List.of());
    }

    /** Without a look at what it has put, and without checksums. */
    static RcloneContender unverified(Path program) {
        return new RcloneContender(
                "rclone, unverified", program, List.of("--s3-no-head", "--s3-disable-checksum", "--ignore-checksum"));
    }

    @Override
    public Measurement copy(Task task) {
        List<String> lines = new ArrayList<>(remote("source", task, S3Server.SOURCE_OWNER));
        lines.addAll(remote("target", task, S3Server.TARGET_OWNER));
        String prefix = task.work().prefix();
        List<String> command = new ArrayList<>(List.of(program.toString(), "copy"));
        command.addAll(List.of("source:" + S3Server.SOURCE + "/" + prefix, "target:" + S3Server.TARGET + "/" + prefix));
        command.addAll(List.of("--config", task.write("rclone.conf", lines).toString(), "--s3-no-check-bucket"));
        command.addAll(List.of("--no-traverse", "--no-check-dest", "--ignore-times"));
        command.addAll(List.of("--transfers", Integer.toString(task.atOnce())));
        command.addAll(options);
        return new MeasuredProcess(
                        command,
                        Map.of("SSL_CERT_FILE", task.store().certificate().toString()))
                .run();
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
