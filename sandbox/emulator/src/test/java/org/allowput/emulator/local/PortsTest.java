package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
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
