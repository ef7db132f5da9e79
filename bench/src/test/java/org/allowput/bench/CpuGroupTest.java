package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Needs root, and a Linux whose control groups have the controller of the processor. */
class CpuGroupTest {
    /** A millisecond in each tenth of a second: a process gets more on the busiest machine. */
    private static final double LITTLE = 0.01;

    @Test
    void aProcessThatTakesMoreThanTheLimitIsHeldUp() throws IOException {
        assumeThat(Path.of("/sys/fs/cgroup")).isWritable();
        try (CpuGroup group = CpuGroup.make()) {
            group.limit(LITTLE);
            Process process = new ProcessBuilder(group.inside(List.of("sh", "-c", "while :; do :; done"))).start();
            try {
                while (timesHeldUp(group) == 0) {
                    Thread.onSpinWait();
                }
                group.limit(1);
            } finally {
                process.destroyForcibly().onExit().join();
            }
            assertThat(timesHeldUp(group)).isPositive();
        }
    }

    private static long timesHeldUp(CpuGroup group) throws IOException {
        return Files.readAllLines(group.folder().resolve("cpu.stat")).stream()
                .filter(line -> line.startsWith("nr_throttled "))
                .mapToLong(line -> Long.parseLong(line.substring("nr_throttled ".length())))
                .findFirst()
                .orElseThrow();
    }
}
