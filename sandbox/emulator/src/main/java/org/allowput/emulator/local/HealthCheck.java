package org.allowput.emulator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The question whether a server answers with 200. */
public record HealthCheck(HttpClient http, URI address) {
    /** Asks until it does. Returns whether it did before its process ended and before the time was up. */
    public boolean await(Process server, Duration timeout) {
        Instant deadline = Instant.now().plus(timeout);
        try {
            while (!isHealthy()) {
                if (server.waitFor(50, TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted while " + address + " was started.", e);
        }
    }

    private boolean isHealthy() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
