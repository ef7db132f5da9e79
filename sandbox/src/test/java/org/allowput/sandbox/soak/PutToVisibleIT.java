package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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
 * with faults. Time is scaled by one factor: the delays of retries, the visibility timeout and the time for which STS
 * denies the role are divided by it, and the times of the scenarios that wait for them are multiplied by it.
 *
 * <p>{@code -Dtimes.scale=} and {@code -Dtimes.objects=} choose another run, and {@code -Dtimes.update} writes its
 * figures into {@code docs/benchmarks.md}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PutToVisibleIT {
    private static final int SCALE = Integer.getInteger("times.scale", 20);
    private static final int OBJECTS = Integer.getInteger("times.objects", 150);
    /** Of the record: a burst of ten thousand. */
    private static final int BURST = OBJECTS * 10;

    private static final long SEED = 7;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration DENIED = Duration.ofMinutes(2).dividedBy(SCALE);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofMinutes(30).dividedBy(SCALE).plusMinutes(2);
    private static final Map<String, String> SETTINGS = Map.of(
            "keys.includePrefix", Keys.FROM,
            "keys.stripPrefix", Keys.FROM,
            "keys.addPrefix", Keys.TO,
            "optIns.replicateDeletes", "true");
    private static final List<String> ROWS = new ArrayList<>();

    static SoakDeployment deployment;
    private static Runnable restore = () -> {};

    @BeforeAll
    static void deploy() throws IOException, InterruptedException {
        deployment = new SoakDeployment(PutToVisibleIT.class, SEED, SETTINGS, 100 / SCALE);
        restore = deployment.queues().scaled(SCALE);
        new PutToVisible(deployment, "warm", none()).run(50, INTERVAL, TIMEOUT);
    }

    @AfterAll
    static void end() {
        restore.run();
        deployment.close();
    }

    @Test
    @Order(1)
    void withoutFaultsAnObjectArrivesWithinTwoSeconds() throws InterruptedException {
        PutToVisible.Times times = new PutToVisible(deployment, "calm", none()).run(OBJECTS, INTERVAL, TIMEOUT);

        row("no faults", times, 1);
        assertThat(times.p99()).isLessThanOrEqualTo(2_000);
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingAnObjectArrivesWithinHalfAMinute() throws InterruptedException {
        FailingRequests failing = new FailingRequests(SEED);

        PutToVisible.Times times = new PutToVisible(deployment, "failing", failing).run(OBJECTS, INTERVAL, TIMEOUT);

        row("5 percent of requests fail", times, SCALE);
        assertThat(failing.failed()).isPositive();
        assertThat(times.p99() * SCALE).isLessThanOrEqualTo(30_000);
    }

    @Test
    @Order(3)
    void aRoleThatIsDeniedAfterADeploymentDelaysObjectsByMinutes() throws InterruptedException {
        deployment.environments.killAll();
        long until = System.nanoTime() + DENIED.toNanos();

        PutToVisible.Times times = new PutToVisible(
                        deployment,
                        "denied",
                        request -> request.operation() == Operation.STS && System.nanoTime() < until
                                ? Optional.of(new Fault.Answer(403, "AccessDenied"))
                                : Optional.empty())
                .run(OBJECTS, INTERVAL, TIMEOUT);

        row("STS denies the role for two minutes", times, SCALE);
        assertThat(times.max() * SCALE).isBetween(DENIED.toMillis() / 2, Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(4)
    void whatAKilledEnvironmentHadIsBackInFifteenMinutes() throws InterruptedException {
        int killed = deployment.environments.killed();
        Thread killer = Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
                deployment.environments.killOne();
            }
        });

        PutToVisible.Times times;
        try {
            times = new PutToVisible(deployment, "killed", none()).run(OBJECTS * 2, INTERVAL, TIMEOUT);
        } finally {
            killer.interrupt();
        }

        row("an environment is killed every 3 s", times, SCALE);
        assertThat(deployment.environments.killed() - killed).isPositive();
        assertThat(times.max() * SCALE).isLessThanOrEqualTo(Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(5)
    void aBurstIsCopiedAsFastAsObjectsCanBeCopied() throws InterruptedException {
        PutToVisible.Times times = new PutToVisible(deployment, "burst", none()).run(BURST, Duration.ZERO, TIMEOUT.plusMinutes(3));

        row("a burst", times, 1);
    }

    @Test
    @Order(6)
    void nothingIsLostOrStaleAndNothingHasToBeRedriven() throws InterruptedException {
        deployment.awaitQuiet(TIMEOUT);

        assertThat(new Comparison(deployment.sandbox()).run(Set.of()).differences()).isEmpty();
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(7)
    void theScenariosAreThoseThatAreDocumented() throws IOException {
        String table = """
            | scenario | objects | p50 | p99 | p99.99 | max | objects per second |
            | --- | --- | --- | --- | --- | --- | --- |
            """ + String.join("", ROWS);
        Files.writeString(Path.of("target/put-to-visible.md"), table);
        if (System.getProperty("times.update") != null) {
            DocumentedTable.replace("put-to-visible", table);
        }
        assertThat(SoakFigures.rowsOf(table)).isEqualTo(SoakFigures.rowsOf(DocumentedTable.table("put-to-visible")));
    }

    private static void row(String scenario, PutToVisible.Times times, int scale) {
        ROWS.add("| %s | %d | %s | %s | %s | %s | %s |\n"
                .formatted(
                        scenario,
                        times.objects(),
                        seconds(times.p50() * scale),
                        seconds(times.p99() * scale),
                        seconds(times.p9999() * scale),
                        seconds(times.max() * scale),
                        scale == 1 ? String.format(Locale.ROOT, "%.0f", times.rate()) : SoakFigures.NOT_MEASURED));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
    }

    private static Function<Request, Optional<Fault>> none() {
        return request -> Optional.empty();
    }
}
