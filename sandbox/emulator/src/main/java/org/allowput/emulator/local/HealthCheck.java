package org.allowput.emulator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The question whether a server that was started answers.
 *
 * @param server its name in messages
 * @param address answers with 200 when it is ready
 * @param trustStore what its certificate is checked by
 * @param log its output
 */
public record HealthCheck(String server, URI address, Path trustStore, Path log) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SHOWN_LINES = 15;

    /** Asks until it answers. @throws SetupException if it does not: says why, and has ended the process */
    public void await(Process process) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(new TrustStore(trustStore).context())
                .build()) {
            while (!isHealthy(http)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw failed("ended with status " + process.exitValue() + " at its start");
                }
                if (Instant.now().isAfter(deadline)) {
                    process.destroyForcibly();
                    throw failed("did not answer at " + address + " within " + TIMEOUT.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted while " + server + " was started.", e);
        }
    }

    private boolean isHealthy(HttpClient http) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private SetupException failed(String seen) {
        List<String> lines = Unchecked.get(() -> Files.readAllLines(log));
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        return new SetupException("The " + server + " " + seen + ":\n" + end + "\nThe complete output is in " + log
                + ". Fix the error that it shows and run the command again.");
    }
}
