package org.allowput.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ServerTls;
import org.allowput.lambda.ReplicationHandler;
import org.crac.Core;
import org.crac.Resource;

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
    /** Is called only for messages that fail, which end a benchmark. */
    private static final String NO_QUEUE = "https://127.0.0.1/222222222222/none";

    @Override
    public String label() {
        return "this project, " + (restored ? "restored" : "cold");
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        Path zip = Checkout.current().root().resolve("lambda/target/function.zip");
        LambdaJvm.unzip(zip, scratch.resolve("function"));
        String classPath = scratch.resolve("function/lib") + "/*" + File.pathSeparator + LambdaJvm.ownClasses();
        Path before = scratch.resolve("before");
        try (LoopbackServer sts = sts(server)) {
            List<String> command = LambdaJvm.command(server.certificate(), classPath, Invocations.class);
            command.addAll(List.of(ReplicationHandler.class.getName(), "{\"batchItemFailures\":[]}"));
            command.add(events(work, scratch.resolve("events")).toString());
            command.addAll(List.of(before.toString(), Boolean.toString(restored)));
            Measurement all = Measurement.of(command, environment(server, sts));
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
        if (restored) {
            all.putAll(FunctionVariable.OF_SNAPSHOTS);
        }
        all.putAll(variables);
        return all;
    }

    /** One event per line as Lambda passes it to the function: a batch of messages, each about one new object. */
    private static Path events(Workload work, Path file) throws IOException {
        Path example = Checkout.current().root().resolve("events/sqs-s3-put.json");
        List<?> records = (List<?>) JSON.std.mapFrom(Files.readString(example)).getOrDefault("Records", List.of());
        String message = JSON.std.asString(records.getFirst());
        List<String> keys = work.keys();
        List<String> events = new ArrayList<>();
        for (int first = 0; first < keys.size(); first += BATCH) {
            List<String> messages = keys.subList(first, Math.min(keys.size(), first + BATCH)).stream()
                    .map(key -> message.replace(KEY, key).replace(ID, key))
                    .toList();
            events.add("{\"Records\":[" + String.join(",", messages) + "]}");
        }
        return Files.write(file, events);
    }

    /**
     * STS, which the server does not have: answers each request with the owner's credentials. The token is empty: the
     * server refuses any other.
     */
    private static LoopbackServer sts(S3Server server) throws IOException {
        String response = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::%1$s:assumed-role/AllowPutToS3/s</Arn><AssumedRoleId>A:s</AssumedRoleId>
            </AssumedRoleUser><Credentials><AccessKeyId>%1$s</AccessKeyId><SecretAccessKey>%2$s</SecretAccessKey>
            <SessionToken></SessionToken><Expiration>%3$s</Expiration></Credentials></AssumeRoleResult>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
            """.formatted(
                        S3Server.OWNER.accessKeyId(),
                        S3Server.OWNER.secretAccessKey(),
                        Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
        ServerTls tls = ServerTls.of(server.certificate().folder());
        return LoopbackServer.start(tls, exchange -> {
            exchange.getRequestBody().readAllBytes();
            LoopbackServer.reply(exchange, response);
        });
    }

    /**
     * The classes of a zip that is deployed, in a process of their own, called with one event after the other.
     * Arguments: the handler; its response to each event; a file with an event per line; a file for what was spent
     * until the first event, and the time of that; whether it is as restored from a snapshot.
     */
    static final class Invocations {
        public static void main(String[] arguments) throws Exception {
            RequestStreamHandler handler = Class.forName(arguments[0])
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor()
                    .newInstance();
            double wall = 0;
            double cpu = 0;
            if (Boolean.parseBoolean(arguments[4])) {
                ((Resource) handler).beforeCheckpoint(Core.getGlobalContext());
                ((Resource) handler).afterRestore(Core.getGlobalContext());
                // Not since the process started: Linux tells that from a time of its own start in whole seconds.
                wall = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
                cpu = seconds(ProcessHandle.current().info().totalCpuDuration().orElseThrow());
            }
            try (BufferedReader events = Files.newBufferedReader(Path.of(arguments[2]))) {
                double first = invoke(handler, events.readLine(), arguments[1]);
                for (String event = events.readLine(); event != null; event = events.readLine()) {
                    invoke(handler, event, arguments[1]);
                }
                Files.writeString(Path.of(arguments[3]), wall + " " + cpu + " " + first + " 0");
            }
        }

        private static double invoke(RequestStreamHandler handler, String event, String expected) throws IOException {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            long begin = System.nanoTime();
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), response, context());
            double seconds = seconds(Duration.ofNanos(System.nanoTime() - begin));
            if (!response.toString(UTF_8).equals(expected)) {
                throw new IllegalStateException("seen " + response.toString(UTF_8) + ", expected " + expected);
            }
            return seconds;
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        /** What Lambda passes to an invocation, as far as the function uses it. */
        private static Context context() {
            return (Context) Proxy.newProxyInstance(
                    Invocations.class.getClassLoader(),
                    new Class<?>[] {Context.class},
                    (proxy, method, ignored) -> switch (method.getName()) {
                        case "getAwsRequestId" -> "11111111-2222-3333-4444-555555555555";
                        case "getRemainingTimeInMillis" -> 900_000;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
