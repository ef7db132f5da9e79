package org.allowput.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import org.crac.Core;
import org.crac.Resource;

/**
 * Java as Lambda starts it where SnapStart is on, for 1,769 MiB: a process with the classes of a zip, which is called
 * with files of events, one after the other, until it is closed.
 */
final class LambdaJvm implements AutoCloseable {
    /** How a line of the process begins that says what a file took. The SDK and the JVM write others. */
    private static final String MEASURED = "measured ";

    static {
        // Without it an answer's body waits for the acknowledgement of its headers: 40 ms for each request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Process process;
    private final HttpsServer services;
    private final BufferedWriter input;
    private final BufferedReader output;

    private LambdaJvm(Process process, HttpsServer services) {
        this.process = process;
        this.services = services;
        this.input = process.outputWriter();
        this.output = process.errorReader();
    }

    /**
     * What runs in such a process.
     *
     * @param zip that is deployed
     * @param handler its class, of the zip
     * @param response to each event
     * @param restored whether it is as restored from a snapshot: measured from the restore on, not from the JVM's start
     * @param variables of the environment, besides those of the owner of the buckets
     * @param endpoint the variable with the address of a service that a server stands in for: HTTPS on the loopback
     *     address
     * @param answers of that server, in XML, by how the path begins
     */
    record Function(
            Path zip,
            String handler,
            String response,
            boolean restored,
            Map<String, String> variables,
            String endpoint,
            Map<String, String> answers) {}

    /**
     * Starts a process on the client's core.
     *
     * @param scratch a folder without {@code function} and {@code log}: the zip is unpacked there, and the function's
     *     log written
     * @param trusted the certificate that is trusted, and shown by the server
     */
    static LambdaJvm start(Function function, Path scratch, TlsCertificate trusted, UnaryOperator<List<String>> limited)
            throws IOException {
        String unpacked = scratch.resolve("function").toString();
        if (!ExternalCommand.succeeds("python3", "-m", "zipfile", "-e", function.zip.toString(), unpacked)) {
            throw new IllegalStateException(function.zip + " cannot be unpacked");
        }
        String own = Checkout.current().root().resolve("bench/target/classes").toString();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:MaxHeapSize=1539788k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(TlsCertificate.trustedBy(trusted.trustStore()));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, unpacked, unpacked + "/lib/*", own)));
        command.addAll(List.of(Invocations.class.getName(), function.handler, function.response));
        command.add(Boolean.toString(function.restored));
        HttpsServer services = serve(function.answers, trusted);
        Map<String, String> environment = new TreeMap<>(function.variables);
        environment.put(
                function.endpoint, "https://127.0.0.1:" + services.getAddress().getPort());
        environment.put("AWS_ACCESS_KEY_ID", S3Server.OWNER.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", S3Server.OWNER.secretAccessKey());
        environment.put("AWS_REGION", S3Server.REGION);
        ProcessBuilder builder = new ProcessBuilder(limited.apply(Measurement.onOneCore(command)))
                .redirectOutput(scratch.resolve("log").toFile());
        builder.environment().keySet().retainAll(Measurement.INHERITED);
        builder.environment().putAll(environment);
        return new LambdaJvm(builder.start(), services);
    }

    private static HttpsServer serve(Map<String, String> answers, TlsCertificate certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ServerTls.of(certificate.folder()).context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Headers headers = Headers.of("Content-Type", "application/xml");
        answers.forEach((path, xml) -> server.createContext(path, HttpHandlers.of(200, headers, xml)));
        server.start();
        return server;
    }

    /**
     * Waits until the function is ready: the first measurement begins there if it is restored.
     *
     * @throws IllegalStateException if the process ended: with what it wrote
     */
    void awaitReady() throws IOException {
        read();
    }

    /**
     * Calls the function with each line of a file.
     *
     * @throws IllegalStateException if the function answered anything but the expected response, or ended
     */
    Measurement call(Path events) throws IOException {
        input.write(events + "\n");
        input.flush();
        return read();
    }

    private Measurement read() throws IOException {
        List<String> others = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(MEASURED)) {
                return Measurement.parse(line.substring(MEASURED.length()));
            }
            others.add(line);
        }
        throw new IllegalStateException("the function's process ended: " + String.join("\n", others));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        services.stop(0);
    }

    /**
     * The classes of a zip that is deployed, in a process of their own. Reads the paths of files with an event per line
     * from standard input, and answers each with a line that says what it took. Arguments: the handler; its response to
     * each event; whether it is as restored from a snapshot.
     */
    static final class Invocations {
        private static final Path STATUS = Path.of("/proc/self/status");

        private final RequestStreamHandler handler;
        private final String expected;
        private double wall;
        private double cpu;

        private Invocations(RequestStreamHandler handler, String expected) {
            this.handler = handler;
            this.expected = expected;
        }

        public static void main(String[] arguments) throws Exception {
            RequestStreamHandler handler = Class.forName(arguments[0])
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor()
                    .newInstance();
            Invocations invocations = new Invocations(handler, arguments[1]);
            if (Boolean.parseBoolean(arguments[2])) {
                ((Resource) handler).beforeCheckpoint(Core.getGlobalContext());
                ((Resource) handler).afterRestore(Core.getGlobalContext());
                invocations.begin();
            }
            System.err.println(MEASURED + "0 0 0 0");
            BufferedReader files = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            String file = files.readLine();
            while (file != null) {
                double first = invocations.callAll(Path.of(file));
                System.err.println(MEASURED + (wallSeconds() - invocations.wall) + " "
                        + (cpuSeconds() - invocations.cpu) + " " + first + " " + peakMebibytes());
                file = files.readLine();
                invocations.begin();
            }
        }

        private void begin() {
            wall = wallSeconds();
            cpu = cpuSeconds();
        }

        /** Not since the process started: Linux tells that from a time of its own start in whole seconds. */
        private static double wallSeconds() {
            return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        }

        private static double cpuSeconds() {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getProcessCpuTime()
                    / 1e9;
        }

        /** Of resident memory; 0 where the kernel does not tell. */
        private static double peakMebibytes() throws IOException {
            if (!Files.exists(STATUS)) {
                return 0;
            }
            String peak = Files.readString(STATUS).replaceFirst("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1");
            return Double.parseDouble(peak) / 1024;
        }

        /** Returns the seconds from the first event to its response. */
        private double callAll(Path file) throws IOException {
            try (BufferedReader events = Files.newBufferedReader(file)) {
                double first = invoke(events.readLine());
                for (String event = events.readLine(); event != null; event = events.readLine()) {
                    invoke(event);
                }
                return first;
            }
        }

        private double invoke(String event) throws IOException {
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
