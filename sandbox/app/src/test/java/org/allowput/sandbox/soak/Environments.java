package org.allowput.sandbox.soak;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;
import org.allowput.sandbox.deployed.Deployments;

/** The function's runtime environments. */
final class Environments {
    private final Random random;
    private final Deployments deployments;
    private final AtomicInteger killed = new AtomicInteger();

    Environments(long seed, Deployments deployments) {
        this.random = new Random(seed);
        this.deployments = deployments;
    }

    /** Kills one of them with SIGKILL, at any point of its work. */
    synchronized void killOne() {
        List<ProcessHandle> running = running();
        if (!running.isEmpty()) {
            kill(running.get(random.nextInt(running.size())));
        }
    }

    /** Kills the one that was started first. */
    synchronized void killOldest() {
        running().stream()
                .min(Comparator.comparing(
                        process -> process.info().startInstant().orElse(Instant.MAX)))
                .ifPresent(this::kill);
    }

    synchronized void killAll() {
        running().forEach(this::kill);
    }

    int killed() {
        return killed.get();
    }

    private void kill(ProcessHandle environment) {
        if (environment.destroyForcibly()) {
            killed.incrementAndGet();
        }
    }

    private List<ProcessHandle> running() {
        return deployments
                .environments()
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
    }

    /** What each of them is given as the credentials of the function's role: the secret key and the token. */
    List<String> credentials() {
        return running().stream()
                .flatMap(process -> Unchecked.get(() -> credentials(process)))
                .toList();
    }

    private static Stream<String> credentials(ProcessHandle process) throws IOException, InterruptedException {
        Map<String, String> variables = Stream.of(
                        Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                                .split("\0", -1))
                .filter(variable -> variable.contains("="))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(Objects.requireNonNull(
                                            variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"))))
                                    .header(
                                            "Authorization",
                                            Objects.requireNonNull(variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Map<String, Object> credentials = JSON.std.mapFrom(answer);
            return Stream.of("SecretAccessKey", "Token").map(name -> String.valueOf(credentials.get(name)));
        }
    }
}
