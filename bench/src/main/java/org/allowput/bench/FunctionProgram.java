package org.allowput.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.host.function.FunctionCode;
import org.allowput.host.http.LoopbackServer;

/**
 * This project's function: the zip that is deployed, in a JVM with the options that Lambda starts it with where it has
 * SnapStart, its default memory and its default settings.
 *
 * @param restored whether it is as SnapStart restores it: then it is measured from the restore on
 * @param variables environment variables, besides those that the CDK app sets where only what is required is chosen
 */
record FunctionProgram(boolean restored, Map<String, String> variables) implements CopyProgram {
    /** Is called only for messages that fail, which end a benchmark. */
    private static final String NO_QUEUE = "https://127.0.0.1/222222222222/none";

    @Override
    public String label() {
        return "this project, " + (restored ? "restored" : "cold");
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        Path zip = Checkout.current().root().resolve("lambda/target/function.zip");
        FunctionCode.unzip(Files.readAllBytes(zip), scratch.resolve("function"));
        String classPath = scratch.resolve("function/lib") + "/*" + File.pathSeparator + ownClasses();
        Path before = scratch.resolve("before");
        try (LoopbackServer sts = StsStub.start(server)) {
            List<String> command = new ArrayList<>(java(server, classPath, FunctionCopy.class));
            command.add(Boolean.toString(restored));
            command.add(QueueEvents.write(work, scratch.resolve("events")).toString());
            command.add(before.toString());
            Measurement all = new MeasuredProcess(command, environment(server, sts)).run();
            Measurement until = Measurement.parse(Files.readString(before));
            return new Measurement(all.wall() - until.wall(), all.cpu() - until.cpu(), until.first(), all.resident());
        }
    }

    private Map<String, String> environment(S3Server server, LoopbackServer sts) {
        String account = S3Server.OWNER.accessKeyId();
        Map<String, String> all = new TreeMap<>();
        all.put("AWS_ACCESS_KEY_ID", account);
        all.put("AWS_SECRET_ACCESS_KEY", S3Server.OWNER.secretAccessKey());
        all.put("AWS_REGION", S3Server.REGION);
        all.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
        all.put("AWS_ENDPOINT_URL_STS", sts.address().toString());
        all.put("MAX_CONCURRENT_COPIES", Integer.toString(CONCURRENCY));
        all.put("SOURCE_BUCKET", S3Server.SOURCE);
        all.put("SOURCE_ACCOUNT", account);
        all.put("TARGET_BUCKET", S3Server.TARGET);
        all.put("TARGET_ACCOUNT", account);
        all.put("TARGET_REGION", S3Server.REGION);
        all.put("TARGET_ROLE_ARN", "arn:aws:iam::" + account + ":role/AllowPutToS3");
        all.put("EXTERNAL_ID", "agreed-between-a-and-b");
        all.put("QUEUE_URL", NO_QUEUE);
        all.put("DEAD_LETTER_QUEUE_URL", NO_QUEUE);
        all.putAll(variables);
        return all;
    }

    /** Java as Lambda starts it where SnapStart is on, for 1,769 MiB. */
    static List<String> java(S3Server server, String classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:MaxHeapSize=1539788k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(TlsCertificate.trustedBy(server.certificate().trustStore()));
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }

    static String ownClasses() {
        return Checkout.current().root().resolve("bench/target/classes").toString();
    }
}
