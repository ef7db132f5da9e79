package org.allowput.bench.copy;

import static java.util.Map.entry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.bench.server.S3Server;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.host.function.FunctionCode;

/**
 * The function as it is deployed.
 *
 * @param zip the file that the CDK app deploys
 * @param root its content
 * @param own the classes of this module
 */
public record UnpackedFunction(Path zip, Path root, Path own) {
    /** Unpacks it into an empty folder. */
    public static UnpackedFunction unpack(Path checkout, Path folder) {
        Path zip = checkout.resolve("lambda/target/function.zip");
        try {
            FunctionCode.unzip(Files.readAllBytes(zip), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("build the function first: mvn package", e);
        }
        return new UnpackedFunction(zip, folder, checkout.resolve("bench/target/classes"));
    }

    /** The function's own libraries, and this module's driver. */
    String classPath() {
        return root.resolve("lib") + "/*" + File.pathSeparator + own;
    }

    /** Java as Lambda starts it where SnapStart is on, for 1,769 MiB. */
    List<String> java(Task task) {
        List<String> command = new ArrayList<>(
                List.of(executable(), "-XX:MaxHeapSize=1539788k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(TlsCertificate.trustedBy(task.store().certificate().trustStore()));
        return command;
    }

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Is called only for messages that fail, which end a benchmark. */
    private static final String NO_QUEUE = "https://127.0.0.1/222222222222/none";

    /** What the CDK app sets for the function, where nothing but what is required is chosen. */
    static Map<String, String> settings() {
        return Map.ofEntries(
                entry("SOURCE_BUCKET", S3Server.SOURCE),
                entry("SOURCE_ACCOUNT", S3Server.SOURCE_OWNER.accessKeyId()),
                entry("TARGET_BUCKET", S3Server.TARGET),
                entry("TARGET_ACCOUNT", S3Server.TARGET_OWNER.accessKeyId()),
                entry("TARGET_REGION", S3Server.REGION),
                entry("TARGET_ROLE_ARN", "arn:aws:iam::" + S3Server.TARGET_OWNER.accessKeyId() + ":role/AllowPutToS3"),
                entry("EXTERNAL_ID", "agreed-between-a-and-b"),
                entry("QUEUE_URL", NO_QUEUE),
                entry("DEAD_LETTER_QUEUE_URL", NO_QUEUE));
    }
}
