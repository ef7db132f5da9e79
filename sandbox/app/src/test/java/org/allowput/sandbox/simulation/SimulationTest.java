package org.allowput.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;

/**
 * The function, the workflow, reconcile and redrive, with faults, over virtual days, each run from one seed.
 *
 * <p>{@code -Dsimulation.seed=N} runs that seed alone and prints what happened. {@code -Dsimulation.seconds=N} tries
 * seeds for that long, {@code -Dsimulation.from=N -Dsimulation.to=M} those from N to M.
 */
class SimulationTest {
    private static final long SECONDS = Long.getLong("simulation.seconds", 0);
    /** The same on every computer. */
    static final int FEWEST = 32;

    /** Long enough for names of executions, receipts, dead letters, parts and results to expire. */
    private static final Duration THOUSANDS = Duration.ofDays(2000);

    /** The first and the last seed of the long test: 200 of them are 16,000 days. The night tries more (pom.xml). */
    private static final long FROM = Long.getLong("simulation.from", FEWEST);

    private static final long TO = Long.getLong("simulation.to", FEWEST + 199);

    private static final int REDEPLOYED = 2;

    private static final int RUN_TWICE = 2;

    /** The first runs of these seeds. */
    private static final Map<Long, Simulation.Result> FIRST = new HashMap<>();

    @Test
    void everyGuaranteeHoldsWithEverySeed() {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            Simulation.Result result = Simulation.run(only, Code.PRODUCT);
            System.out.println(result.journal());
            assertThat(result.broken()).as("seed " + only).isEmpty();
            return;
        }
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long begin = System.nanoTime();
        Duration simulated = Duration.ZERO;
        long busy = 0;
        List<String> broken = new ArrayList<>();
        long seed = 0;
        for (; seed < FEWEST || System.nanoTime() < end; seed++) {
            Simulation.Result result = seed < RUN_TWICE ? first(seed) : Simulation.run(seed, Code.PRODUCT);
            simulated = simulated.plus(result.simulated());
            busy += result.busyDays();
            if (!result.broken().isEmpty()) {
                broken.add("-Dsimulation.seed=" + seed + ": " + result.broken());
            }
        }
        System.out.printf(
                "simulated %d days with requests and %d without in %d runs and %d s%n",
                busy, simulated.toDays() - busy, seed, (System.nanoTime() - begin) / 1_000_000_000);
        assertThat(broken).isEmpty();
        assertThat(simulated).isGreaterThan(THOUSANDS);
    }

    @Nightly(2)
    @Test
    void everyGuaranteeHoldsWithManySeeds() {
        assertThat(LongStream.rangeClosed(FROM, TO)
                        .filter(seed ->
                                !Simulation.run(seed, Code.PRODUCT).broken().isEmpty()))
                .as("of the seeds from " + FROM + " to " + TO + " those that break a promise")
                .isEmpty();
    }

    @Test
    void aDeploymentWhileCopiesRunBreaksNothing() {
        LongStream.iterate(0, seed -> seed + 1)
                .filter(seed -> Simulation.setup(seed).redeploys())
                .limit(REDEPLOYED)
                .forEach(seed -> assertThat(Simulation.run(seed, Code.PRODUCT).broken())
                        .as("-Dsimulation.seed=" + seed)
                        .isEmpty());
    }

    private static Simulation.Result first(long seed) {
        return FIRST.computeIfAbsent(seed, each -> Simulation.run(each, Code.PRODUCT));
    }

    @Test
    void theSameSeedGivesTheSameLog() {
        for (long seed = 0; seed < RUN_TWICE; seed++) {
            assertThat(Simulation.run(seed, Code.PRODUCT).journal().toString())
                    .as("seed " + seed)
                    .isEqualTo(first(seed).journal().toString())
                    .contains("owner", "GetObject source-bucket", "copied ObjectCreated:Put");
        }
    }

    /** A row of the page's table names this test if a run can break its promise. */
    @Test
    void thePageHasEachPromiseThatARunCanBreak() throws IOException {
        Path page = Path.of("..", "..", "docs", "guarantees.md");
        List<String> promised = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("**") && line.contains("`SimulationTest`"))
                .map(line -> line.replaceFirst("\\*\\*(.+?)\\*\\*.*", "$1"))
                .toList();

        assertThat(promised)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Promise.values()).map(Promise::toString).toList());
    }
}
