package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.local.Checkout;
import org.allowput.lambda.ReplicationHandler;

/**
 * This project's function: the zip that is deployed, in a JVM with the options that Lambda starts it with where it has
 * SnapStart, its default memory and its default settings.
 *
 * @param restored whether it is as SnapStart restores it: then it is measured from the restore on
 * @param variables environment variables, besides those that the CDK app sets where only what is required is chosen
 */
record FunctionProgram(boolean restored, Map<String, String> variables) implements CopyProgram {
    /** Messages per invocation, as deployed by default. */
    private static final int BATCH = 10;
    /** In the example of an event. */
    private static final String KEY = "photos/red-flower.jpg";

    private static final String ID = "7b848c28-329b-5b15-9d76-bdcd1a78fc62";

    @Override
    public String label() {
        return "this project, " + (restored ? "restored" : "cold");
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        try (RunningFunction running = start(server, scratch, UnaryOperator.identity())) {
            return running.copy(server, work, scratch);
        }
    }

    /**
     * Starts the function, and returns when it is ready.
     *
     * @param scratch an empty folder
     * @param limited makes a command one of a process that has less of the processor
     */
    RunningFunction start(S3Server server, Path scratch, UnaryOperator<List<String>> limited) throws IOException {
        LambdaJvm.Function function = new LambdaJvm.Function(
                Checkout.current().root().resolve("lambda/target/function.zip"),
                ReplicationHandler.class.getName(),
                "{\"batchItemFailures\":[]}",
                restored,
                environment(server),
                "AWS_ENDPOINT_URL_STS",
                Map.of("/", session()));
        LambdaJvm jvm = LambdaJvm.start(function, scratch, server.certificate(), limited);
        jvm.awaitReady();
        return new RunningFunction(label(), jvm);
    }

    /** The function in one process, which copies one workload after the other. */
    record RunningFunction(String label, LambdaJvm jvm) implements CopyProgram, AutoCloseable {
        @Override
        public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
            return jvm.call(events(work, scratch.resolve("events")));
        }

        @Override
        public void close() {
            jvm.close();
        }
    }

    private Map<String, String> environment(S3Server server) {
        String account = S3Server.OWNER.accessKeyId();
        Map<String, String> all = new TreeMap<>();
        all.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
        all.put("MAX_CONCURRENT_COPIES", Integer.toString(CONCURRENCY));
        all.put("SOURCE_BUCKET", S3Server.SOURCE);
        all.put("SOURCE_ACCOUNT", account);
        all.put("TARGET_BUCKET", S3Server.TARGET);
        all.put("TARGET_ACCOUNT", account);
        all.put("TARGET_REGION", S3Server.REGION);
        all.put("TARGET_ROLE_ARN", "arn:aws:iam::" + account + ":role/AllowPutToS3");
        all.put("EXTERNAL_ID", "agreed-between-a-and-b");
        // Called only for messages that fail, which end a benchmark.
        all.put("QUEUE_URL", "https://127.0.0.1/222222222222/none");
        all.put("DEAD_LETTER_QUEUE_URL", "https://127.0.0.1/222222222222/none");
        all.putAll(restored ? FunctionVariable.OF_SNAPSHOTS : Map.of());
        all.putAll(variables);
        return all;
    }

    /** One event per line as Lambda passes it to the function: a batch of messages, each about one new object. */
    private static Path events(Workload work, Path file) throws IOException {
        Path example = Checkout.current().root().resolve("events/sqs-s3-put.json");
        List<?> records = (List<?>) JSON.std.mapFrom(Files.readString(example)).getOrDefault("Records", List.of());
        String message = JSON.std.asString(records.getFirst());
        List<String> events = work.keys().stream()
                .map(key -> message.replace(KEY, key).replace(ID, key))
                .gather(Gatherers.windowFixed(BATCH))
                .map(messages -> "{\"Records\":[" + String.join(",", messages) + "]}")
                .toList();
        return Files.write(file, events);
    }

    /** STS, which the server does not have, answers with the owner's credentials. The server refuses any token. */
    private static String session() {
        return """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>
            <SecretAccessKey>%s</SecretAccessKey><SessionToken></SessionToken><Expiration>%s</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """.formatted(
                        S3Server.OWNER.accessKeyId(),
                        S3Server.OWNER.secretAccessKey(),
                        Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
    }
}
