package org.allowput.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import org.crac.Core;
import org.crac.Resource;

/**
 * Java as Lambda starts it where SnapStart is on, for 1,769 MiB.
 *
 * @param zip that is deployed
 * @param trusted the certificate that is trusted, and shown by the server
 * @param endpoint the variable with the address of a service that a server stands in for: HTTPS on the loopback address
 * @param answers of that server, in XML, by how the path begins
 */
record LambdaJvm(Path zip, TlsCertificate trusted, String endpoint, Map<String, String> answers) {
    static {
        // Without it an answer's body waits for the acknowledgement of its headers: 40 ms for each request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /**
     * Runs the invocations of a function, and measures the process.
     *
     * @param scratch a folder without {@code function}, where the zip is unpacked
     * @param arguments of {@link Invocations}
     * @param variables of the environment, besides those of the owner of the buckets
     */
    Measurement measure(Path scratch, List<String> arguments, Map<String, String> variables) throws IOException {
        String function = scratch.resolve("function").toString();
        if (!ExternalCommand.succeeds("python3", "-m", "zipfile", "-e", zip.toString(), function)) {
            throw new IllegalStateException(zip + " cannot be unpacked");
        }
        String own = Checkout.current().root().resolve("bench/target/classes").toString();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:MaxHeapSize=1539788k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(TlsCertificate.trustedBy(trusted.trustStore()));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, function, function + "/lib/*", own)));
        command.add(Invocations.class.getName());
        command.addAll(arguments);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ServerTls.of(trusted.folder()).context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Headers headers = Headers.of("Content-Type", "application/xml");
        answers.forEach((path, xml) -> server.createContext(path, HttpHandlers.of(200, headers, xml)));
        server.start();
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put(endpoint, "https://127.0.0.1:" + server.getAddress().getPort());
        environment.put("AWS_ACCESS_KEY_ID", S3Server.OWNER.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", S3Server.OWNER.secretAccessKey());
        environment.put("AWS_REGION", S3Server.REGION);
        try {
            return Measurement.of(command, environment);
        } finally {
            server.stop(0);
        }
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
                Duration spent =
                        ProcessHandle.current().info().totalCpuDuration().orElseThrow();
                cpu = spent.toNanos() / 1e9;
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
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (!response.toString(UTF_8).equals(expected)) {
                throw new IllegalStateException("seen " + response.toString(UTF_8) + ", expected " + expected);
            }
            return seconds;
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
