package org.allowput.host;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.allowput.emulator.testing.Eventually;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.settings.HostSettings;

/** A host that runs {@code Probe} in real child JVMs, with its log in memory. */
final class ProbeHost implements AutoCloseable {

    /** One environment variable, for a function that differs in nothing else. */
    static Map<String, String> variable(String name) {
        return Map.of(name, "yes");
    }

    private final ProbeFunction probe = new ProbeFunction();
    private final LogLines log = new LogLines();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LambdaHost host;

    ProbeHost(Path folder, DeployedFunction deployed, UnaryOperator<HostSettings> settings) throws IOException {
        probe.deploy(deployed);
        host = LambdaHost.start(settings.apply(probe.settings(folder).withLog(log)), 0);
    }

    ProbeHost(Path folder, DeployedFunction deployed) throws IOException {
        this(folder, deployed, settings -> settings);
    }

    void deploy(DeployedFunction function) {
        probe.deploy(function);
    }

    /** The answer to an event such as {@code {'do': 'echo', 'what': 1}}. */
    InvocationResult invoke(String event) {
        return host.invoke("live", json(event));
    }

    CompletableFuture<InvocationResult> invokeInBackground(String event) {
        return CompletableFuture.supplyAsync(() -> invoke(event), Thread::startVirtualThread);
    }

    /** The answer to what the emulator would post. */
    HttpResponse<String> post(String path, String event, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(host.address().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(json(event)));
        headers.forEach(request::header);
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    /** The headers of ministack 1.5.33, for version 1 with this much time left. */
    static Map<String, String> emulatorHeaders(Duration timeLeft) {
        return Map.of(
                "X-Amzn-Lambda-Function-Name", "probe",
                "X-Amzn-Lambda-Function-Version", "1",
                "X-Amzn-Lambda-Function-Arn", "arn:aws:lambda:eu-west-1:222222222222:function:probe:1",
                "X-Amzn-Lambda-Request-Id", "00000000-1111-2222-3333-444444444444",
                "X-Amzn-Lambda-Deadline-Ms",
                        String.valueOf(Instant.now().plus(timeLeft).toEpochMilli()));
    }

    List<String> lines() {
        return log.all();
    }

    /** The first line for which {@code wanted} holds, waited for. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return log.await(wanted);
    }

    /** The process of the invocation that hangs, waited for. */
    ProcessHandle hanging() throws InterruptedException {
        String line = awaitLine(text -> text.startsWith("running in "));
        return ProcessHandle.of(Long.parseLong(line.substring("running in ".length())))
                .orElseThrow();
    }

    /** The process that answers now. */
    ProcessHandle process() {
        if (invoke("{'do': 'pid'}") instanceof InvocationResult.Returned pid) {
            return ProcessHandle.of(Long.parseLong(pid.payload())).orElseThrow();
        }
        throw new AssertionError("no process: " + lines());
    }

    int environments() {
        String health = http.sendAsync(
                        HttpRequest.newBuilder(host.address().resolve("/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        return Integer.parseInt(health.replaceAll("\\D", ""));
    }

    void awaitEnvironments(int expected) {
        Eventually.until(
                Duration.ofSeconds(20),
                "there are " + expected + " environments",
                this::environments,
                seen -> seen == expected);
    }

    private static String json(String event) {
        return event.replace('\'', '"');
    }

    @Override
    public void close() {
        host.close();
        http.close();
    }
}
