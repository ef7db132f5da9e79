package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.proxy.GeneratingPeer;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a copy needs in memory does not grow with the object. The copies run in a JVM with a heap of 128 MiB, against an
 * endpoint that makes up what is read and compares what is written: two gigabytes in the emulator are two gigabytes of
 * Python, several times.
 */
class MemoryIT {
    private static final long MIB = 1024 * 1024;

    @TempDir
    static Path folder;

    static TlsCertificate certificate;
    static GeneratingPeer peer;

    @BeforeAll
    static void start() throws IOException {
        certificate = TlsCertificate.in(folder);
        peer = GeneratingPeer.start(certificate.folder());
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    /** One of twice the heap, so that an object that is held in memory does not fit. */
    @ParameterizedTest
    @CsvSource({"1, 256", "64, 4"})
    void objectsAreCopiedInAHeapOf128Mebibytes(int objects, long mebibytes) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyProcess.class.getName(),
                        peer.endpoint().toString(),
                        certificate.trustStore().toString(),
                        Integer.toString(objects),
                        Long.toString(mebibytes * MIB)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();

        assertThat(process.waitFor()).as(said).isZero();
        for (int number = 0; number < objects; number++) {
            assertThat(peer.arrived("/target/bytes-" + mebibytes * MIB + "-" + number))
                    .contains(mebibytes * MIB);
        }
        assertThat(Long.parseLong(said.substring(said.lastIndexOf('\n') + 1)))
                .as("heap and direct memory")
                .isLessThan(128 + 32);
    }

    @Test
    @Nightly(6)
    void twoGigabytesAreCopiedInAHeapOf128Mebibytes() throws Exception {
        objectsAreCopiedInAHeapOf128Mebibytes(1, 2048);
    }
}
