package org.allowput.sandbox.deployments;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.StrictProxy;
import org.allowput.sandbox.SandboxFunctions;

/**
 * The functions of several deployments of account B, in an emulator that was started with
 * {@link JavaFunctions#emulatorVariables}. A strict S3 is between them and the emulator.
 *
 * @param log what the functions log
 */
public record RunningFunctions(StrictProxy strict, Path log) implements AutoCloseable {
    /**
     * The functions need not be deployed yet, and retry in a hundredth of the time.
     *
     * @param folder that the emulator was told, which gets {@code function.log}
     */
    public static RunningFunctions start(Emulator emulator, Path folder) {
        RunningFunctions started = new RunningFunctions(StrictProxy.start(emulator), folder.resolve("function.log"));
        SandboxFunctions.of(
                        Checkout.current(),
                        emulator.address(),
                        started.strictEndpoint(),
                        Map.of("RETRY_DELAY_PERCENT", "1"),
                        started.log)
                .write(Checkout.current(), folder);
        return started;
    }

    /** S3 and STS as they would refuse requests on AWS. */
    public URI strictEndpoint() {
        return strict.endpoint();
    }

    /** What the functions logged until now. */
    public Stream<String> lines() {
        return Unchecked.get(() -> Files.readAllLines(log)).stream();
    }

    @Override
    public void close() {
        strict.close();
    }
}
