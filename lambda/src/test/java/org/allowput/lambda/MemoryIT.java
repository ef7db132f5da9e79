package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.GeneratingPeer;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a copy needs in memory does not grow with the object. The copies run in a JVM with a heap of 128 MiB, against an
 * endpoint that makes up what is read and compares what is written: two gigabytes in the emulator are two gigabytes of
 * Python, several times.
 */
class MemoryIT {
    private static final long MIB = 1024 * 1024;

    @TempDir
    static Path folder;

    static Emulator certified;
    static GeneratingPeer peer;

    /** What a process took: milliseconds, MiB, MiB, MiB. */
    private record Usage(long millis, long heap, long direct, long resident) {}

    @BeforeAll
    static void start() throws IOException {
        certified = Emulator.start(folder, Map.of());
        peer = GeneratingPeer.start(folder.resolve("tls"));
    }

    @AfterAll
    static void stop() {
        peer.close();
        certified.close();
    }

    /** Twice the heap, so that an object that is held in memory does not fit. */
    @Test
    void anObjectTwiceTheHeapIsCopiedInAHeapOf128Mebibytes() throws Exception {
        Usage usage = run(1, 256 * MIB);

        assertThat(peer.arrived("/target/bytes-" + 256 * MIB + "-0")).contains(256 * MIB);
        assertThat(usage.heap() + usage.direct()).as("heap and direct memory").isLessThan(128 + 32);
    }

    @Test
    @Nightly(6)
    void twoGigabytesAreCopiedInAHeapOf128Mebibytes() throws Exception {
        Usage usage = run(1, 2048 * MIB);

        assertThat(peer.arrived("/target/bytes-" + 2048 * MIB + "-0")).contains(2048 * MIB);
        assertThat(usage.heap() + usage.direct()).as("heap and direct memory").isLessThan(128 + 32);
        note("2 GiB, one object", usage);
    }

    @Test
    void sixtyFourSmallObjectsAtOnceAreCopiedInAHeapOf128Mebibytes() throws Exception {
        Usage usage = run(64, 4 * MIB);

        for (int number = 0; number < 64; number++) {
            assertThat(peer.arrived("/target/bytes-" + 4 * MIB + "-" + number)).contains(4 * MIB);
        }
        assertThat(usage.heap() + usage.direct()).as("heap and direct memory").isLessThan(128 + 32);
        note("64 objects of 4 MiB at once", usage);
    }

    private static Usage run(int objects, long bytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyProcess.class.getName(),
                        peer.endpoint().toString(),
                        certified.trustStore().toString(),
                        Integer.toString(objects),
                        Long.toString(bytes)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        String[] words = said.substring(said.lastIndexOf('\n') + 1).split(" ", -1);
        return new Usage(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    private static void note(String what, Usage usage) throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve("memory.txt");
        Files.writeString(file, what + ": " + usage + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
