package org.allowput.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.simulation.fault.Faults;
import org.allowput.sandbox.simulation.fault.SeededFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds faults: each is put into the product's code, one at a time, and breaks the promise that it is
 * about with the seed that the table has for it. Without the fault no promise is broken with that seed:
 * {@link SimulationTest} tries the first ones.
 *
 * <p>Each change of what the product requests makes other runs of the same seeds: then others are tried, and the table
 * is to be updated.
 */
class FoundFaultsTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "simulation", "found-faults.md");
    /** How many seeds are tried, of those whose deployment can have the fault. */
    private static final int MOST = 400;

    /** How many others are tried in each build if a change of the product has made the table's seed any seed. */
    private static final int FEW = 10;

    /** A seed with which a fault is found, and how many were tried until then. */
    private record Found(long seed, int tried, Promise promise) {}

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundWithItsSeed(SeededFault fault) throws IOException {
        Code code = fault.code();
        Found known = table().getOrDefault(fault.name(), new Found(0, 0, fault.promise()));
        long seed = known.seed();
        if (!breaks(fault, code, seed)) {
            Optional<Found> other = search(fault, code, FEW);
            assumeThat(other)
                    .as("the table's seed finds it no more, nor do " + FEW + " others: run with -Dsnapshots=update")
                    .isPresent();
            seed = other.orElseThrow().seed();
        }
        if (seed >= SimulationTest.FEWEST) {
            assertThat(Simulation.run(seed, Code.PRODUCT).broken())
                    .as("without the fault, with -Dsimulation.seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void theTableHasEachFault() throws IOException {
        if ("update".equals(System.getProperty("snapshots"))) {
            update();
        }
        assertThat(table().keySet())
                .as("the faults of the table: -Dsnapshots=update adds each that one of " + MOST + " seeds finds")
                .containsExactlyInAnyOrderElementsOf(
                        faults().stream().map(SeededFault::name).toList());
    }

    /** However the seeds are distributed. */
    @Nightly(1)
    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundByTryingSeeds(SeededFault fault) {
        assertThat(search(fault, fault.code(), MOST)).as(fault.toString()).isPresent();
    }

    static List<SeededFault> faults() {
        return Faults.all();
    }

    private static boolean breaks(SeededFault fault, Code code, long seed) {
        return Simulation.breaks(seed, code, fault.promise());
    }

    private static Optional<Found> search(SeededFault fault, Code code, int most) {
        List<Long> seeds = LongStream.iterate(0, seed -> seed + 1)
                .filter(seed -> fault.setups().test(Simulation.setup(seed)))
                .limit(most)
                .boxed()
                .toList();
        return seeds.stream()
                .filter(seed -> breaks(fault, code, seed))
                .findFirst()
                .map(seed -> new Found(seed, seeds.indexOf(seed) + 1, fault.promise()));
    }

    private static Map<String, Found> table() throws IOException {
        Map<String, Found> rows = new HashMap<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split(" *\\| *", -1);
            if (cells.length == 6 && cells[2].matches("\\d+")) {
                Promise promise = List.of(Promise.values()).stream()
                        .filter(each -> each.toString().equals(cells[4]))
                        .findFirst()
                        .orElseThrow();
                rows.put(cells[1], new Found(Long.parseLong(cells[3]), Integer.parseInt(cells[2]), promise));
            }
        }
        return rows;
    }

    /** Rows whose seed still finds the fault stay; one that no seed finds is left out. */
    private static void update() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(TABLE).stream()
                .takeWhile(line -> !line.startsWith("| ---"))
                .toList());
        lines.add("| --- | --- | --- | --- |");
        Map<String, Found> known = table();
        for (SeededFault fault : faults()) {
            Code code = fault.code();
            Optional<Found> found = Optional.ofNullable(known.get(fault.name()))
                    .filter(row -> fault.setups().test(Simulation.setup(row.seed())))
                    .filter(row -> row.promise() == fault.promise() && breaks(fault, code, row.seed()))
                    .or(() -> search(fault, code, MOST));
            found.ifPresent(
                    row -> lines.add("| %s | %d | %d | %s |".formatted(fault, row.tried(), row.seed(), row.promise())));
        }
        Files.write(TABLE, lines);
    }
}
