package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxLifecycle;
import org.allowput.sandbox.StateDirectory;
import org.junit.jupiter.api.Test;

/**
 * {@code network.proxyUrl}, in a deployment with a name: the function's endpoints do not listen, and only the proxy
 * leads to the emulator.
 */
@Nightly(2)
class ProxyIT {
    @Test
    void theFunctionCopiesThroughTheProxyAlone() throws IOException {
        URI unreachable = URI.create("https://127.0.0.1:" + Ports.free());
        try (ConnectProxy proxy = new ConnectProxy()) {
            SandboxLifecycle lifecycle = new SandboxLifecycle(
                    Checkout.current(),
                    new StateDirectory(Path.of("target/sandbox-of-ProxyIT")),
                    Map.of("name", "proxied", "network.proxyUrl", proxy.url()),
                    progress -> {},
                    Optional.of(emulator -> {
                        proxy.forwardTo(emulator.endpoint().getPort());
                        return unreachable;
                    }));
            lifecycle.down();
            lifecycle.up(Ports.free());
            try (Sandbox sandbox = Sandbox.attach(lifecycle.directory())) {
                Buckets objects = new Buckets(sandbox);
                objects.put("through the proxy");
                objects.copied("through the proxy");

                assertThat(sandbox.output(StackOutput.FUNCTION_NAME)).isEqualTo("ReplicateObjects-proxied");
                assertThat(proxy.tunnels()).isPositive();
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), unreachable.getPort()).close())
                        .isInstanceOf(ConnectException.class);
            } finally {
                lifecycle.down();
            }
        }
    }
}
