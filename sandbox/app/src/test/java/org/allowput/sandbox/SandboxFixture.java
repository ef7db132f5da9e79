package org.allowput.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.proxy.StrictProxy;

/**
 * One sandbox for all test classes of a JVM, on free ports and with a state directory of its own, started as
 * {@code bin/sandbox up} starts it, with a strict S3 between the function and the emulator. A static field holds it,
 * not JUnit: each class is a run of its own to JUnit where several processes share the classes.
 */
public final class SandboxFixture {
    private static final Path STATE = Path.of("target/sandbox-under-test-" + System.getProperty("test.fork", "1"));

    private SandboxFixture() {}

    /** Started when it is first asked for; ended with the JVM. */
    public static Sandbox sandbox() {
        return Started.SANDBOX;
    }

    private static final class Started {
        private static final Sandbox SANDBOX = start();

        private static Sandbox start() {
            List<String> progress = Collections.synchronizedList(new ArrayList<>());
            SandboxLifecycle lifecycle = new SandboxLifecycle(
                    Checkout.current(),
                    new StateDirectory(STATE),
                    Map.of(),
                    progress::add,
                    Optional.of(emulator -> StrictProxy.start(emulator).endpoint()));
            Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::down, "sandbox-down"));
            lifecycle.down();
            try {
                lifecycle.up(Ports.free());
                return Sandbox.attach(lifecycle.directory());
            } catch (RuntimeException e) {
                throw new IllegalStateException("The sandbox did not start after: " + progress, e);
            }
        }
    }
}
