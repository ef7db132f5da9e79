package org.allowput.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.bench.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * <a href="https://rclone.org/s3/">rclone</a> with a remote for each owner, told to look at nothing that it need not
 * look at.
 *
 * @param name as it stands in the table
 * @param options besides
 */
record Rclone(String name, Path program, List<String> options) implements Contender {
    /** As it comes: it looks at each object after it has put it. */
    static Rclone verifying(Path program) {
        return new Rclone("rclone", program, List.of());
    }

    /** Without a look at what it has put, and without checksums. */
    static Rclone unverified(Path program) {
        return new Rclone(
                "rclone, unverified", program, List.of("--s3-no-head", "--s3-disable-checksum", "--ignore-checksum"));
    }

    @Override
    public Taken copy(Task task) {
        List<String> lines = new ArrayList<>(remote("source", task, Store.SOURCE_OWNER));
        lines.addAll(remote("target", task, Store.TARGET_OWNER));
        String prefix = task.work().prefix();
        List<String> command = new ArrayList<>(List.of(program.toString(), "copy"));
        command.addAll(List.of("source:" + Store.SOURCE + "/" + prefix, "target:" + Store.TARGET + "/" + prefix));
        command.addAll(List.of("--config", task.write("rclone.conf", lines).toString(), "--s3-no-check-bucket"));
        command.addAll(List.of("--no-traverse", "--no-check-dest", "--ignore-times"));
        command.addAll(List.of("--transfers", Integer.toString(task.atOnce())));
        command.addAll(options);
        return new Program(
                        command,
                        Map.of("SSL_CERT_FILE", task.store().certificate().toString()))
                .run();
    }

    private static List<String> remote(String name, Task task, AwsBasicCredentials owner) {
        return List.of(
                "[" + name + "]",
                "type = s3",
                "provider = Other",
                "region = " + Store.REGION,
                "endpoint = " + task.endpoint(),
                "access_key_id = " + owner.accessKeyId(),
                "secret_access_key = " + owner.secretAccessKey());
    }
}
