package org.allowput.sandbox;

import java.util.Map;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.sandbox.deployed.Deployments;

/**
 * One sandbox for all test classes of a JVM, on free ports and with a state directory of its own, started as
 * {@code bin/sandbox up} starts it, with a strict S3 between the function and the emulator. A static field holds it,
 * not JUnit: each class is a run of its own to JUnit where several processes share the classes.
 */
public final class SandboxFixture {
    private SandboxFixture() {}

    /** Started when it is first asked for; ended with the JVM. */
    public static Sandbox sandbox() {
        return Started.SANDBOX;
    }

    private static final class Started {
        private static final Sandbox SANDBOX = new Deployments(
                        "sandbox-under-test-" + System.getProperty("test.fork", "1"), Map.of(), FaultProxy::startBefore)
                .sandbox();
    }
}
