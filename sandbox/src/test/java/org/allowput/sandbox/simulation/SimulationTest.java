package org.allowput.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The function, the workflow, reconcile and redrive, with faults, over virtual days, each run from one seed.
 *
 * <p>{@code -Dsimulation.seed=N} runs that seed alone and prints what happened. {@code -Dsimulation.seconds=N} tries
 * seeds for that long.
 */
class SimulationTest {
    private static final long SECONDS = Long.getLong("simulation.seconds", 0);
    /** The same on every computer. */
    private static final int FEWEST = 40;

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
        List<String> broken = new ArrayList<>();
        long seed = 0;
        for (; seed < FEWEST || System.nanoTime() < end; seed++) {
            Simulation.Result result = Simulation.run(seed, Code.PRODUCT);
            simulated = simulated.plus(result.simulated());
            if (!result.broken().isEmpty()) {
                broken.add("-Dsimulation.seed=" + seed + ": " + result.broken());
            }
        }
        System.out.printf(
                "simulated %d days in %d runs, %d days per second%n",
                simulated.toDays(), seed, simulated.toDays() * 1_000_000_000 / (System.nanoTime() - begin));
        assertThat(broken).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameLog() {
        for (long seed = 0; seed < 5; seed++) {
            String log = Simulation.run(seed, Code.PRODUCT).journal().toString();

            assertThat(Simulation.run(seed, Code.PRODUCT).journal().toString())
                    .as("seed " + seed)
                    .isEqualTo(log);
            assertThat(log).contains("owner", "GetObject source-bucket", "copied ObjectCreated:Put");
        }
    }
}
