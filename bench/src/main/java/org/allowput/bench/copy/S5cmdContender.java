package org.allowput.bench.copy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.bench.copy.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * <a href="https://github.com/peak/s5cmd">s5cmd</a>: down to a folder in memory and up again, since it knows one owner
 * at a time.
 */
record S5cmdContender(Path program) implements Contender {
    @Override
    public String name() {
        return "s5cmd, down and up";
    }

    @Override
    public Measurement copy(Task task) {
        String prefix = task.work().prefix();
        String folder = task.scratch().resolve("down") + "/";
        return run(task, S3Server.SOURCE_OWNER, "s3://" + S3Server.SOURCE + "/" + prefix + "/*", folder)
                .plus(run(task, S3Server.TARGET_OWNER, folder, "s3://" + S3Server.TARGET + "/" + prefix + "/"));
    }

    private Measurement run(Task task, AwsBasicCredentials owner, String from, String to) {
        return new MeasuredProcess(
                        List.of(
                                program.toString(),
                                "--endpoint-url",
                                task.endpoint(),
                                "--numworkers",
                                Integer.toString(task.atOnce()),
                                "--log",
                                "error",
                                "cp",
                                from,
                                to),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", owner.accessKeyId(),
                                "AWS_SECRET_ACCESS_KEY", owner.secretAccessKey(),
                                "AWS_REGION", S3Server.REGION,
                                "SSL_CERT_FILE", task.store().certificate().toString()))
                .run();
    }
}
