package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allowput.bench.copy.ColdStart;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.EmulatorServer;
import org.allowput.bench.copy.FunctionContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Peers;
import org.allowput.bench.copy.UnpackedFunction;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.bench.workload.Workload;
import org.allowput.host.function.InitializationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Each measurement works, in seconds. What it measures is not looked at: that takes a machine at rest. In place of the
 * server and the peers that {@code bin/bench} installs by Go there are the sandbox's emulator, and no peers.
 */
class SmokeIT {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Workload FEW = new Workload(12, 10 * Workload.KIB);
    private static final Workload ONE = new Workload(1, 10 * Workload.KIB);

    @TempDir
    static Path folder;

    static CopyBenchmark benchmark;

    @BeforeAll
    static void start() throws Exception {
        benchmark = new CopyBenchmark(
                CHECKOUT,
                Files.createDirectory(folder.resolve("benchmark")),
                EmulatorServer.start(folder.resolve("emulator")),
                UnpackedFunction.unpack(CHECKOUT, folder.resolve("function")));
        WorkloadUpload.put(benchmark.store(), FEW);
        WorkloadUpload.put(benchmark.store(), ONE);
    }

    @AfterAll
    static void stop() {
        benchmark.close();
    }

    @Test
    void theFunctionAndTheRawLoopCopyTheSameObjects() {
        for (Contender contender : List.of(
                new FunctionContender(benchmark.deployed(), List.of("-XX:TieredStopAtLevel=1")).cold(),
                Peers.rawInJava(benchmark.deployed()))) {
            Measurement measured = benchmark.copy(contender, FEW, 4);

            assertThat(measured.cpu()).as(contender.name()).isPositive();
            assertThat(measured.resident()).as(contender.name()).isPositive();
        }
    }

    @Test
    void aCopyThatDidNotHappenIsNoMeasurement() {
        assertThatThrownBy(() -> benchmark.copying(FEW, 1, task -> "nothing")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void aColdStartIsMeasuredInTheRuntimeClient() {
        ColdStart.Seconds measured = benchmark.copying(
                ONE,
                1,
                task -> new ColdStart("smoke", InitializationType.ON_DEMAND, List.of())
                        .run(task, benchmark.deployed(), CHECKOUT.resolve("sandbox/lambda-host/target/runtime")));

        assertThat(measured.all()).isGreaterThan(measured.first());
    }
}
