package org.allowput.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.allowput.lambda.ReplicationHandler;
import org.crac.Core;

/**
 * The function in a process of its own: the classes of the zip that is deployed, called with one event after the other.
 *
 * <p>Arguments: whether it is to be as it is restored from a snapshot; a file with one event per line; a file to write
 * a {@link Measurement} to: what was spent until then, and the time of the first event.
 */
final class FunctionCopy {
    private FunctionCopy() {}

    public static void main(String[] arguments) throws IOException {
        ReplicationHandler handler = new ReplicationHandler();
        double wall = 0;
        double cpu = 0;
        if (Boolean.parseBoolean(arguments[0])) {
            handler.beforeCheckpoint(Core.getGlobalContext());
            handler.afterRestore(Core.getGlobalContext());
            // Not since the process started: Linux tells that from a time of its own start in whole seconds.
            wall = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            cpu = seconds(ProcessHandle.current().info().totalCpuDuration().orElseThrow());
        }
        try (BufferedReader events = Files.newBufferedReader(Path.of(arguments[1]))) {
            double first = invoke(handler, events.readLine());
            for (String event = events.readLine(); event != null; event = events.readLine()) {
                invoke(handler, event);
            }
            Files.writeString(Path.of(arguments[2]), new Measurement(wall, cpu, first, 0).text());
        }
    }

    private static double invoke(ReplicationHandler handler, String event) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        long begin = System.nanoTime();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), response, context());
        double seconds = seconds(Duration.ofNanos(System.nanoTime() - begin));
        if (!response.toString(UTF_8).equals("{\"batchItemFailures\":[]}")) {
            throw new IllegalStateException("not everything was copied: " + response.toString(UTF_8));
        }
        return seconds;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** What Lambda passes to an invocation, as far as the function uses it. */
    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                FunctionCopy.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, ignored) -> switch (method.getName()) {
                    case "getAwsRequestId" -> "11111111-2222-3333-4444-555555555555";
                    case "getRemainingTimeInMillis" -> 900_000;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
