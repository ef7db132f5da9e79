package org.allowput.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * <a href="https://rclone.org/s3/">rclone</a> from one remote to another, so that the bytes pass through it, configured
 * to skip every optional check. By default it looks at each object after it has put it.
 *
 * @param limited makes a command one of a process that has less of the processor
 */
record Rclone(UnaryOperator<List<String>> limited) implements CopyProgram {
    @Override
    public String label() {
        return "rclone";
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("SSL_CERT_FILE", server.certificate().certificate().toString());
        for (String remote : List.of("RCLONE_CONFIG_SOURCE_", "RCLONE_CONFIG_TARGET_")) {
            environment.put(remote + "TYPE", "s3");
            environment.put(remote + "PROVIDER", "Other");
            environment.put(remote + "REGION", S3Server.REGION);
            environment.put(remote + "ENDPOINT", server.endpoint().toString());
            environment.put(remote + "ACCESS_KEY_ID", S3Server.OWNER.accessKeyId());
            environment.put(remote + "SECRET_ACCESS_KEY", S3Server.OWNER.secretAccessKey());
        }
        List<String> command = new ArrayList<>(List.of(S3Server.installed("rclone"), "copy"));
        command.add("source:" + S3Server.SOURCE + "/" + work.prefix());
        command.add("target:" + S3Server.TARGET + "/" + work.prefix());
        command.addAll(List.of("--config", "", "--transfers", Integer.toString(CONCURRENCY)));
        command.addAll(List.of("--s3-no-check-bucket", "--no-traverse", "--no-check-dest", "--ignore-times"));
        return Measurement.of(limited.apply(command), environment);
    }
}
