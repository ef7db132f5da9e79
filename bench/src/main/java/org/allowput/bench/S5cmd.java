package org.allowput.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.bench.Contender.Task;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * <a href="https://github.com/peak/s5cmd">s5cmd</a>: down to a folder in memory and up again, since it knows one owner
 * at a time.
 */
record S5cmd(Path program) implements Contender {
    @Override
    public String name() {
        return "s5cmd, down and up";
    }

    @Override
    public Taken copy(Task task) {
        String prefix = task.work().prefix();
        String folder = task.scratch().resolve("down") + "/";
        return run(task, Store.SOURCE_OWNER, "s3://" + Store.SOURCE + "/" + prefix + "/*", folder)
                .then(run(task, Store.TARGET_OWNER, folder, "s3://" + Store.TARGET + "/" + prefix + "/"));
    }

    private Taken run(Task task, AwsBasicCredentials owner, String from, String to) {
        return new Program(
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
                                "AWS_REGION", Store.REGION,
                                "SSL_CERT_FILE", task.store().certificate().toString()))
                .run();
    }
}
