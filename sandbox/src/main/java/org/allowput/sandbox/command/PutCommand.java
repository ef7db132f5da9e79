package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.demo.Upload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Command(
        name = "put",
        description = "Puts files into the source bucket as account B, and waits until account A has each.",
        exitCodeList = "1:An object has not arrived in time.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox put README.md",
            "  bin/sandbox put --prefix docs/ --wait 10 README.md LICENSE",
            "  bin/sandbox put --json README.md    {\"key\": ..., \"bytes\": ..., \"arrived\": ..., \"millis\": ...}"
        })
final class PutCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--prefix",
            defaultValue = "",
            description = "Goes before each file's name to make the object's key.")
    private String prefix = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for an object. Default: ${DEFAULT-VALUE} s.")
    private int timeout;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new SandboxException(file + " is not a file: name files to put.");
            }
        }
        PrintWriter out = output.writer();
        try (Sandbox sandbox = state.attach()) {
            boolean arrived = true;
            for (Path file : files) {
                arrived &= put(sandbox, file, out);
            }
            return arrived ? 0 : 1;
        }
    }

    private boolean put(Sandbox sandbox, Path file, PrintWriter out) {
        S3Client target = sandbox.target().s3();
        String key = prefix + file.getFileName();
        String before = eTag(target, sandbox.targetBucket(), key);
        Upload upload = Upload.of(file, key, sandbox.source().s3(), sandbox.sourceBucket(), sent -> {});
        Instant deadline = upload.acknowledged().plusSeconds(timeout);
        while (Instant.now().isBefore(deadline)) {
            if (!eTag(target, sandbox.targetBucket(), key).equals(before)
                    || upload.differenceIn(target, sandbox.targetBucket()).isEmpty()) {
                say(upload, true, out);
                return true;
            }
        }
        say(upload, false, out);
        return false;
    }

    private void say(Upload upload, boolean arrived, PrintWriter out) {
        long millis = Duration.between(upload.acknowledged(), Instant.now()).toMillis();
        if (output.isJson()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("key", upload.key());
            fields.put("bytes", upload.bytes());
            fields.put("arrived", arrived);
            fields.put("millis", millis);
            output.print(fields);
            return;
        }
        if (arrived) {
            out.printf(
                    "%s: %d bytes, in A's bucket %d ms after the PUT in B's%n", upload.key(), upload.bytes(), millis);
        } else {
            out.printf("%s: not in A's bucket after %d s; see bin/sandbox logs%n", upload.key(), timeout);
        }
        out.flush();
    }

    private static String eTag(S3Client s3, String bucket, String key) {
        try {
            return s3.headObject(request -> request.bucket(bucket).key(key)).lastModified() + "";
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return "";
            }
            throw e;
        }
    }
}
