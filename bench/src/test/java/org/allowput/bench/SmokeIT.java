package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Each measurement works, in seconds. What it measures is not looked at: that takes a machine at rest. In place of the
 * server and the peer that {@code build/bench} installs by Go there are the sandbox's emulator, and no peer.
 */
class SmokeIT {
    private static final Workload FEW = Workload.parse("12x10KiB");

    @TempDir
    static Path folder;

    static Emulator emulator;
    static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulator.start(folder.resolve("emulator"), Map.of());
        server = new S3Server(
                emulator.endpoint(),
                emulator.certificate(),
                emulator.source().s3(),
                Files.createDirectory(folder.resolve("benchmark")));
        server.createBuckets();
        server.upload(FEW);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Stream<CopyProgram> programs() {
        return Stream.of(
                new FunctionProgram(false, Map.of()), new FunctionProgram(true, Map.of("PRIMING_LIMIT_SECONDS", "1")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aCopyIsMeasured(CopyProgram program) throws Exception {
        Measurement measured = program.measure(server, FEW);

        assertThat(measured.wall()).isPositive();
        assertThat(measured.cpu()).isPositive();
        assertThat(measured.resident()).isPositive();
        assertThat(measured.first()).isPositive().isLessThanOrEqualTo(measured.wall());
    }

    @Test
    void oneFunctionCopiesOneWorkloadAfterTheOther(@TempDir Path scratch) throws Exception {
        FunctionProgram program = new FunctionProgram(true, Map.of("PRIMING_LIMIT_SECONDS", "1"));
        try (FunctionProgram.RunningFunction running = program.start(server, scratch, UnaryOperator.identity())) {
            Measurement first = running.measure(server, FEW);
            Measurement second = running.measure(server, FEW);

            assertThat(first.cpu()).isPositive();
            assertThat(second.cpu()).isPositive();
            assertThat(second.wall()).isGreaterThanOrEqualTo(second.first());
        }
    }

    @Test
    void aComparisonIsMeasured(@TempDir Path scratch) throws Exception {
        Measurement measured = FunctionComparison.measure(scratch);

        assertThat(measured.wall()).isPositive();
        assertThat(measured.resident()).isPositive();
    }

    @Test
    void aCopyThatDidNotHappenIsNoMeasurement() {
        assertThatThrownBy(() -> new Zeros(0).measure(server, FEW)).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void aCopyThatDiffersIsNoMeasurement() {
        assertThatThrownBy(() -> new Zeros(12).measure(server, FEW)).hasMessageContaining("differs in the target");
    }

    /** Puts zeros under the first keys, and says that it has copied all. */
    private record Zeros(int objects) implements CopyProgram {
        @Override
        public String label() {
            return "wrong";
        }

        @Override
        public Measurement copy(S3Server target, Workload work, Path scratch) {
            byte[] zeros = new byte[(int) work.size()];
            work.keys().stream()
                    .limit(objects)
                    .forEach(key -> target.client()
                            .putObject(put -> put.bucket(S3Server.TARGET).key(key), RequestBody.fromBytes(zeros)));
            return new Measurement(1, 1, 0, 1);
        }
    }
}
