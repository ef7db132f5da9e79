package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * <a href="https://rclone.org/s3/">rclone</a> from one remote to another, so that the bytes pass through it, configured
 * to skip every optional check. By default it looks at each object after it has put it.
 */
record Rclone() implements CopyProgram {
    private static final String REMOTE = """
        [%s]
        type = s3
        provider = Other
        region = %s
        endpoint = %s
        access_key_id = %s
        secret_access_key = %s
        """;

    @Override
    public String label() {
        return "rclone";
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        Path configuration =
                Files.writeString(scratch.resolve("rclone.conf"), remote("source", server) + remote("target", server));
        List<String> command = new ArrayList<>();
        command.add(VersityServer.installed("rclone").toString());
        command.add("copy");
        command.add("source:" + S3Server.SOURCE + "/" + work.prefix());
        command.add("target:" + S3Server.TARGET + "/" + work.prefix());
        command.addAll(List.of("--config", configuration.toString(), "--transfers", Integer.toString(CONCURRENCY)));
        command.addAll(List.of("--s3-no-check-bucket", "--no-traverse", "--no-check-dest", "--ignore-times"));
        String trusted = server.certificate().certificate().toString();
        return new MeasuredProcess(command, Map.of("SSL_CERT_FILE", trusted)).run();
    }

    private static String remote(String name, S3Server server) {
        return REMOTE.formatted(
                name,
                S3Server.REGION,
                server.endpoint(),
                S3Server.OWNER.accessKeyId(),
                S3Server.OWNER.secretAccessKey());
    }
}
