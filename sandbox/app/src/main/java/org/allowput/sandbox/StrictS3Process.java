package org.allowput.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.fault.StrictProxyMain;
import org.allowput.emulator.local.BackgroundProcess;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.HealthCheck;
import org.allowput.emulator.local.LogTail;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TrustStore;

/** The process of the strict S3 and STS in front of the emulator: it refuses what AWS refuses. */
record StrictS3Process(Checkout checkout, StateDirectory directory, EmulatorAddress emulator, int port) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Starts it, and waits until it answers. */
    void start(Consumer<StartedProcess> started) {
        List<String> arguments = List.of(
                Integer.toString(port),
                Integer.toString(emulator.port()),
                directory.folder().resolve("tls").toString());
        Process process = BackgroundProcess.start(
                new BackgroundJvm(checkout, directory, emulator)
                        .builder(
                                BackgroundJvm.compilers(checkout),
                                StrictProxyMain.class.getName(),
                                arguments,
                                directory.strictLog()),
                started);
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(new TrustStore(emulator.certificate().trustStore()).context())
                .build()) {
            URI health = Sandbox.strictAddress(port).resolve("/_ministack/health");
            if (!new HealthCheck(http, health).await(process, TIMEOUT)) {
                throw new SetupException("The strict S3 did not start:\n" + LogTail.of(directory.strictLog())
                        + "\nThe complete output is in " + directory.strictLog()
                        + ". Run bin/sandbox down, then run the command again.");
            }
        }
    }
}
