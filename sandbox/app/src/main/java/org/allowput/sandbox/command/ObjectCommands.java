package org.allowput.sandbox.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.demo.Upload;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The commands that put objects and list them. */
final class ObjectCommands {
    private ObjectCommands() {}

    @Command(
            name = "put",
            description = "Puts files into the source bucket as account B, and waits until account A has each.",
            exitCodeList = "1:An object has not arrived in time.",
            footer = {
                "",
                "Examples:",
                "  bin/sandbox put README.md",
                "  bin/sandbox put --prefix docs/ --wait 10 README.md LICENSE",
                "  bin/sandbox put --json README.md    {\"key\": ..., \"bytes\": ..., \"arrived\": ..., \"millis\":"
                        + " ...}"
            })
    static int put(
            @Mixin StateOption state,
            @Mixin Output output,
            @Option(
                            names = "--prefix",
                            defaultValue = "",
                            description = "Goes before each file's name to make the object's key.")
                    String prefix,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "How long to wait for an object. Default: ${DEFAULT-VALUE} s.")
                    int timeout,
            @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new SandboxException(file + " is not a file: name files to put.");
            }
        }
        try (Sandbox sandbox = state.attach()) {
            boolean arrived = true;
            for (Path file : files) {
                Arrival arrival = put(sandbox, file, prefix + file.getFileName(), Duration.ofSeconds(timeout));
                arrived &= arrival.arrived();
                output.print(arrival.json(), arrival.text(timeout) + "\n");
            }
            return arrived ? 0 : 1;
        }
    }

    /**
     * Whether an object arrived.
     *
     * @param millis since the answer to its PUT
     */
    private record Arrival(String key, long bytes, boolean arrived, long millis) {
        Map<String, Object> json() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("key", key);
            fields.put("bytes", bytes);
            fields.put("arrived", arrived);
            fields.put("millis", millis);
            return fields;
        }

        String text(int timeout) {
            return arrived
                    ? "%s: %d bytes, in A's bucket %d ms after the PUT in B's".formatted(key, bytes, millis)
                    : "%s: not in A's bucket after %d s; see bin/sandbox logs".formatted(key, timeout);
        }
    }

    private static Arrival put(Sandbox sandbox, Path file, String key, Duration timeout) {
        S3Client target = sandbox.target().s3();
        String before = lastModified(target, sandbox.targetBucket(), key);
        Upload upload = Upload.of(file, key, sandbox.source().s3(), sandbox.sourceBucket());
        Instant deadline = upload.acknowledged().plus(timeout);
        boolean arrived = false;
        while (!arrived && Instant.now().isBefore(deadline)) {
            arrived = !lastModified(target, sandbox.targetBucket(), key).equals(before)
                    || upload.differenceIn(target, sandbox.targetBucket()).isEmpty();
        }
        long millis = Duration.between(upload.acknowledged(), Instant.now()).toMillis();
        return new Arrival(upload.key(), upload.bytes(), arrived, millis);
    }

    private static String lastModified(S3Client s3, String bucket, String key) {
        try {
            return s3.headObject(request -> request.bucket(bucket).key(key)).lastModified() + "";
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return "";
            }
            throw e;
        }
    }

    @Command(
            name = "ls",
            description = "Lists the objects of both buckets side by side.",
            footer = {
                "",
                "Examples:",
                "  bin/sandbox ls --prefix demo-",
                "  bin/sandbox ls --json    {\"key\": ..., \"source\": bytes or null, \"target\": bytes or null}, one a"
                        + " line"
            })
    static int ls(
            @Mixin StateOption state,
            @Mixin Output output,
            @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin so.") String prefix) {
        try (Sandbox sandbox = state.attach()) {
            Map<String, Long> source = sizes(sandbox.source().s3(), sandbox.sourceBucket(), prefix);
            Map<String, Long> target = sizes(sandbox.target().s3(), sandbox.targetBucket(), prefix);
            TreeSet<String> keys = new TreeSet<>(source.keySet());
            keys.addAll(target.keySet());
            Table table = new Table("key", ">bytes in B", ">bytes in A");
            for (String key : keys) {
                if (output.isJson()) {
                    output.print(sizes(key, source.get(key), target.get(key)));
                }
                table.row(key, text(source.get(key)), text(target.get(key)));
            }
            if (!output.isJson()) {
                state.out().print(table.fitting(TerminalWidth.columns()));
                state.out().flush();
            }
            return 0;
        }
    }

    private static Map<String, Long> sizes(S3Client s3, String bucket, String prefix) {
        Map<String, Long> sizes = new TreeMap<>();
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .forEach(object -> sizes.put(object.key(), object.size()));
        return sizes;
    }

    private static Map<String, @Nullable Object> sizes(String key, @Nullable Long source, @Nullable Long target) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", key);
        fields.put("source", source);
        fields.put("target", target);
        return fields;
    }

    private static String text(@Nullable Long size) {
        return size == null ? "-" : size.toString();
    }
}
