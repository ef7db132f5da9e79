package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aPortInUseGetsASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort()))
                    .isInstanceOf(SetupException.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort() + " of 127.0.0.1 is in use by another program. Stop that "
                                    + "program, or choose another port with --port.");
        }
    }

    @Test
    void aFreePortIsTaken() {
        int port = Ports.free();
        assertThat(Ports.requireFree(port)).isEqualTo(port);
    }

    @Test
    void aPortIsGivenOnceAndIsNoneThatConnectionsGet() {
        List<Integer> ports = Stream.generate(Ports::free).limit(200).toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
    }
}
