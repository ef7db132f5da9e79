package org.allowput.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link Sandbox}: one sandbox for all test classes of a JVM, on free ports and with a
 * state directory of its own, started as {@code bin/sandbox up} starts it and ended with the last test.
 */
public final class SandboxFixture implements ParameterResolver {
    private static final Path STATE = Path.of("target/sandbox-under-test");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SandboxFixture.class))
                .getOrComputeIfAbsent(Started.class, ignored -> new Started(), Started.class)
                .sandbox;
    }

    /** The sandbox, and how it ends: with the store it is in, or else with the JVM. */
    private static final class Started implements AutoCloseable {
        private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
        private final StateDirectory directory = new StateDirectory(STATE);
        private final SandboxLifecycle lifecycle =
                new SandboxLifecycle(Checkout.current(), directory, Map.of(), progress::add);
        private final Sandbox sandbox;

        Started() {
            Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::down, "sandbox-down"));
            lifecycle.down();
            try {
                sandbox = lifecycle.up(Ports.free());
            } catch (RuntimeException e) {
                throw new IllegalStateException("The sandbox did not start after: " + progress, e);
            }
        }

        @Override
        public void close() {
            sandbox.close();
            var state = directory.state().orElseThrow();
            lifecycle.down();
            if (state.isUp() || directory.state().isPresent()) {
                throw new IllegalStateException("The sandbox still runs after down: " + state);
            }
        }
    }
}
