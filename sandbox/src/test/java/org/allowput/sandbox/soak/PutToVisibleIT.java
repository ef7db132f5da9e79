package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.emulator.fault.Request.Operation;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How long objects take from the put in B until A has them, with the settings that are deployed by default, without and
 * with faults.
 *
 * <p>Two scenarios wait for minutes: they run only where time is scaled by a factor, {@code -Dtimes.scale=5}. The
 * delays of retries, the visibility timeout and the time for which STS denies the role are divided by it, and the times
 * that were measured are multiplied by it. {@code -Dtimes.objects=} chooses how many objects are put, and
 * {@code -Dtimes.update} writes the figures into {@code docs/benchmarks.md}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PutToVisibleIT {
    private static final int SCALE = Integer.getInteger("times.scale", 1);
    private static final int OBJECTS = Integer.getInteger("times.objects", 150);
    private static final int BURST = Integer.getInteger("times.burst", 2 * OBJECTS);

    private static final long SEED = 7;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration DENIAL = Duration.ofMinutes(2).dividedBy(SCALE);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
    private static final Duration TIMEOUT =
            Duration.ofMinutes(30).dividedBy(SCALE).plusMinutes(1);
    private static final Map<String, String> SETTINGS = Map.of(
            "keys.includePrefix", Keys.FROM,
            "keys.stripPrefix", Keys.FROM,
            "keys.addPrefix", Keys.TO,
            "optIns.replicateDeletes", "true");
    private static final String CALM = "no faults";
    private static final String FAILING = "5 percent of requests fail";
    private static final String DENIED = "STS denies the role for two minutes";
    private static final String KILLED = "an environment is killed every 3 s";
    private static final String BURSTING = "a burst";
    private static final Map<String, String> ROWS = new HashMap<>();

    static SoakDeployment deployment;
    private static Runnable restore = () -> {};

    @BeforeAll
    static void deploy() throws IOException, InterruptedException {
        deployment = new SoakDeployment(PutToVisibleIT.class, SEED, SETTINGS, 100 / SCALE);
        restore = deployment.queues().scaled(SCALE);
        new PutToVisible(deployment, "warm", PutToVisibleIT::none).run(50, INTERVAL, TIMEOUT);
    }

    @AfterAll
    static void end() {
        restore.run();
        deployment.close();
    }

    @Test
    @Order(1)
    void withoutFaultsAnObjectArrivesWithinTwoSeconds() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        PutToVisible.Times times =
                new PutToVisible(deployment, "calm", PutToVisibleIT::none).run(OBJECTS, INTERVAL, TIMEOUT);

        row(CALM, times);
        assertThat(times.p99()).isLessThanOrEqualTo(2_000);
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingAnObjectArrivesWithinHalfAMinute() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        FailingRequests failing = new FailingRequests(SEED);

        PutToVisible.Times times = new PutToVisible(deployment, "failing", failing).run(OBJECTS, INTERVAL, TIMEOUT);

        row(FAILING, times);
        assertThat(failing.failed()).isPositive();
        assertThat(times.p99()).isLessThanOrEqualTo(30_000);
    }

    @Test
    @Order(3)
    void aRoleThatIsDeniedAfterADeploymentDelaysObjectsByMinutes() throws InterruptedException {
        assumeTrue(SCALE > 1, "waits for minutes");
        deployment.environments.killAll();
        long until = System.nanoTime() + DENIAL.toNanos();

        PutToVisible.Times times = new PutToVisible(
                        deployment,
                        "denied",
                        request -> request.operation() == Operation.STS && System.nanoTime() < until
                                ? Optional.of(new Fault.Answer(403, "AccessDenied"))
                                : Optional.empty())
                .run(OBJECTS, INTERVAL, TIMEOUT);

        row(DENIED, times);
        assertThat(times.max() * SCALE)
                .isBetween(DENIAL.toMillis() / 2, Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(4)
    void whatAKilledEnvironmentHadIsBackInFifteenMinutes() throws InterruptedException {
        assumeTrue(SCALE > 1, "waits for minutes");
        int killed = deployment.environments.killed();
        Thread killer = Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
                deployment.environments.killOne();
            }
        });

        PutToVisible.Times times;
        try {
            times = new PutToVisible(deployment, "killed", PutToVisibleIT::none).run(OBJECTS * 2, INTERVAL, TIMEOUT);
        } finally {
            killer.interrupt();
        }

        row(KILLED, times);
        assertThat(deployment.environments.killed() - killed).isPositive();
        assertThat(times.max() * SCALE)
                .isLessThanOrEqualTo(Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(5)
    void aBurstIsCopiedAsFastAsObjectsCanBeCopied() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        PutToVisible.Times times = new PutToVisible(deployment, "burst", PutToVisibleIT::none)
                .run(BURST, Duration.ZERO, TIMEOUT.plusMinutes(3));

        row(BURSTING, times);
    }

    @Test
    @Order(6)
    void nothingIsLostOrStaleAndNothingHasToBeRedriven() throws InterruptedException {
        deployment.awaitQuiet(TIMEOUT);

        assertThat(new Comparison(deployment.sandbox()).run(Set.of()).differences())
                .isEmpty();
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(7)
    void theScenariosAreThoseThatAreDocumented() throws IOException {
        List<String> documented =
                DocumentedTable.table("put-to-visible").lines().toList();
        StringBuilder table = new StringBuilder("""
            | scenario | objects | p50 | p99 | p99.99 | max | objects per second |
            | --- | --- | --- | --- | --- | --- | --- |
            """);
        for (String scenario : List.of(CALM, FAILING, DENIED, KILLED, BURSTING)) {
            String row = ROWS.getOrDefault(
                    scenario,
                    documented.stream()
                            .filter(line -> line.startsWith("| " + scenario + " |"))
                            .findFirst()
                            .orElse("| " + scenario + " |"));
            table.append(row).append('\n');
        }
        Files.writeString(Path.of("target/put-to-visible.md"), table);
        if (System.getProperty("times.update") != null) {
            DocumentedTable.replace("put-to-visible", table.toString());
        }
        assertThat(SoakFigures.rowsOf(table.toString()))
                .isEqualTo(SoakFigures.rowsOf(DocumentedTable.table("put-to-visible")));
    }

    private static void row(String scenario, PutToVisible.Times times) {
        ROWS.put(
                scenario,
                "| %s | %d | %s | %s | %s | %s | %s |"
                        .formatted(
                                scenario,
                                times.objects(),
                                seconds(times.p50()),
                                seconds(times.p99()),
                                seconds(times.p9999()),
                                seconds(times.max()),
                                SCALE == 1
                                        ? String.format(Locale.ROOT, "%.0f", times.rate())
                                        : SoakFigures.NOT_MEASURED));
    }

    private static String seconds(long measuredMillis) {
        long millis = measuredMillis * SCALE;
        return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
    }

    private static Optional<Fault> none(Request request) {
        return Optional.empty();
    }
}
