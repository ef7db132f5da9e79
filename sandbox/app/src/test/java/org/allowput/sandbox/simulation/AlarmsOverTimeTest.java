package org.allowput.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;

/** The alarms of the template over the metrics of simulated days: none is false, and none is missing. */
class AlarmsOverTimeTest {
    private static final List<SimulatedAlarm> ALARMS = SimulatedAlarm.ofTemplate();
    /** In days with requests; there are many more without. */
    private static final int CALM = 100;

    /** {@code -Dsimulation.from=SEED -Dsimulation.runs=1} tries one seed. */
    private static final long FROM = Long.getLong("simulation.from", 0);

    private static final long RUNS = Long.getLong("simulation.runs", 80);
    /** S3 throttles a large object alone: its event is no message any more. */
    private static final long WITHOUT_MESSAGE = 621;

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void noAlarmStartsInAHundredCalmDays() {
        int days = 0;
        for (long seed = 0; days < CALM; seed++) {
            if (Simulation.setup(seed).calm()) {
                Simulation.Result result = Simulation.run(seed, Code.PRODUCT);
                assertThat(raised(result))
                        .as("-Dsimulation.seed=" + seed)
                        .extracting(SimulatedAlarm.Raised::alarm)
                        .isSubsetOf(expected(result.setup()));
                days += result.busyDays();
            }
        }
    }

    /**
     * The owner deletes objects seconds after it has created them. Where S3 invokes the function itself, what S3
     * throttles gets to the queue as an error of Lambda: docs/on-call.md says so.
     */
    private static Set<String> expected(Setup setup) {
        return setup.limited() && setup.invokedByS3() ? Set.of("ObjectsGone", "Errors") : Set.of("ObjectsGone");
    }

    @Test
    void whateverStopsACopyForAnHourIsToldWithinIt() {
        List<Simulation.Result> results = Stream.concat(
                        stopped(0).limit(6), stopped(WITHOUT_MESSAGE).limit(1))
                .toList();

        assertThat(results)
                .allSatisfy(result -> assertThat(untold(result, raised(result)))
                        .as("-Dsimulation.seed=" + result.seed())
                        .isEmpty());
        // Without alarms, nothing would be told.
        assertThat(results)
                .allSatisfy(result -> assertThat(untold(result, List.of()))
                        .isEqualTo(stops(result).toList()));
    }

    /** Also which alarms are raised by each kind of trouble, in a file for those who wonder. */
    @Nightly(3)
    @Test
    void everyTroubleIsToldWithManySeeds() throws IOException {
        SortedMap<Troubles.Trouble, SortedSet<String>> told = new TreeMap<>();
        List<String> silent = new ArrayList<>();
        stopped(FROM).limit(RUNS).forEach(result -> {
            List<SimulatedAlarm.Raised> raised = raised(result);
            untold(result, raised).forEach(stop -> silent.add("-Dsimulation.from=" + result.seed() + ": " + stop));
            stops(result)
                    .forEach(stop -> raised.stream()
                            .filter(alarm -> tells(alarm, stop))
                            .forEach(alarm -> told.computeIfAbsent(stop.trouble(), each -> new TreeSet<>())
                                    .add(alarm.alarm())));
        });
        assertThat(silent).isEmpty();
        assertThat(told).containsOnlyKeys(Troubles.Trouble.values());
        Files.writeString(Path.of("target", "alarms.txt"), told.toString());
    }

    /** Runs in which a trouble has stopped a copy for more than an hour. */
    private static Stream<Simulation.Result> stopped(long from) {
        return LongStream.iterate(from, seed -> seed + 1)
                .filter(seed -> Simulation.setup(seed).longTrouble())
                .mapToObj(seed -> Simulation.run(seed, Code.PRODUCT))
                .filter(result -> stops(result).findAny().isPresent());
    }

    private static Stream<Simulation.Stop> stops(Simulation.Result result) {
        return result.stops().stream().filter(stop -> stop.lasted().compareTo(LONG) > 0);
    }

    private static List<SimulatedAlarm.Raised> raised(Simulation.Result result) {
        return ALARMS.stream().flatMap(alarm -> alarm.raised(result.metrics())).toList();
    }

    private static boolean tells(SimulatedAlarm.Raised alarm, Simulation.Stop stop) {
        return !alarm.from().isAfter(stop.from().plus(LONG)) && alarm.to().isAfter(stop.from());
    }

    /** Those stops of which none of the alarms tells. */
    private static List<Simulation.Stop> untold(Simulation.Result result, List<SimulatedAlarm.Raised> raised) {
        return stops(result)
                .filter(stop -> raised.stream().noneMatch(alarm -> tells(alarm, stop)))
                .toList();
    }
}
