package org.allowput.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds faults: each of the table is put into the product's code, one at a time, and breaks the promise
 * that it is about with the seed that the table has for it. Without the fault no promise is broken with that seed:
 * {@link SimulationTest} tries the first ones.
 *
 * <p>Each change of what the product requests makes other runs of the same seeds: then others are tried, and the table
 * is to be updated.
 */
class FoundFaultsTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "simulation", "found-faults.md");
    private static final String UNDER_HEAD = "| --- ";

    /** How many seeds are tried, of those whose deployment can have the fault. */
    private static final int MOST = 400;

    /** How many others are tried in each build if a change of the product has made the table's seed any seed. */
    private static final int FEW = 10;

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundWithItsSeed(SeededFault fault) {
        Optional<Long> seed = fault.seed()
                .filter(known -> breaks(fault, known))
                .or(() -> search(fault, FEW).flatMap(SeededFault::seed));

        assumeThat(seed)
                .as("the table's seed finds it no more, nor do " + FEW + " others: run with -Dsnapshots=update")
                .isPresent();
        if (seed.orElseThrow() >= SimulationTest.FEWEST) {
            assertThat(Simulation.run(seed.get(), Code.PRODUCT).broken())
                    .as("without the fault, with -Dsimulation.seed=" + seed.get())
                    .isEmpty();
        }
    }

    @Test
    void eachFaultOfTheTableHasASeed() throws IOException {
        if ("update".equals(System.getProperty("snapshots"))) {
            update();
        }
        assertThat(faults())
                .as("-Dsnapshots=update gives a seed to each that one of " + MOST + " finds")
                .hasSizeGreaterThan(40)
                .allMatch(fault -> fault.seed().isPresent());
    }

    /** However the seeds are distributed. */
    @Nightly(1)
    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundByTryingSeeds(SeededFault fault) {
        assertThat(search(fault, MOST)).as(fault.toString()).isPresent();
    }

    static List<SeededFault> faults() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .dropWhile(line -> !line.startsWith(UNDER_HEAD))
                .skip(1)
                .map(SeededFault::ofRow)
                .toList();
    }

    private static boolean breaks(SeededFault fault, long seed) {
        return Simulation.breaks(seed, fault.code(), fault.promise());
    }

    private static Optional<SeededFault> search(SeededFault fault, int most) {
        List<Long> seeds = LongStream.iterate(0, seed -> seed + 1)
                .filter(seed -> fault.canBeIn(Simulation.setup(seed)))
                .limit(most)
                .boxed()
                .toList();
        return seeds.stream()
                .filter(seed -> breaks(fault, seed))
                .findFirst()
                .map(seed -> fault.found(Optional.of(seed), seeds.indexOf(seed) + 1));
    }

    /** Rows whose seed still finds the fault stay. */
    private static void update() throws IOException {
        List<SeededFault> faults = faults();
        List<String> lines = new ArrayList<>(Files.readAllLines(TABLE));
        lines.subList(lines.size() - faults.size(), lines.size()).replaceAll(row -> {
            SeededFault fault = SeededFault.ofRow(row);
            return fault.seed()
                    .filter(seed -> fault.canBeIn(Simulation.setup(seed)) && breaks(fault, seed))
                    .map(seed -> fault)
                    .or(() -> search(fault, MOST))
                    .orElseGet(() -> fault.found(Optional.empty(), 0))
                    .row();
        });
        Files.write(TABLE, lines);
    }
}
