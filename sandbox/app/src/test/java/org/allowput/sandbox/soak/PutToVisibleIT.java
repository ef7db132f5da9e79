package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.emulator.fault.Request.Operation;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.soak.PutToVisibleFigures.Scenario;
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
 * {@code -Dtimes.update} compares them with the targets and writes them into {@code docs/benchmarks.md}.
 */
@Nightly(4)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PutToVisibleIT {
    private static final int SCALE = Integer.getInteger("times.scale", 1);
    private static final int OBJECTS = Integer.getInteger("times.objects", 150);
    private static final int BURST = Integer.getInteger("times.burst", 2 * OBJECTS);

    private static final boolean UPDATE = System.getProperty("times.update") != null;

    private static final long SEED = 7;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration DENIAL = Duration.ofMinutes(2).dividedBy(SCALE);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
    private static final Duration TIMEOUT =
            Duration.ofMinutes(30).dividedBy(SCALE).plusMinutes(1);
    private static final Map<String, String> SETTINGS = Map.of(
            "keys.include",
            Keys.FROM + "**",
            "keys.stripPrefix",
            Keys.FROM,
            "keys.addPrefix",
            Keys.TO,
            "optIns.replicateDeletes",
            "true");
    private static final PutToVisibleFigures FIGURES = new PutToVisibleFigures(SCALE);

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
    void withoutFaultsEveryObjectArrives() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        PutToVisible.Times times =
                new PutToVisible(deployment, "calm", PutToVisibleIT::none).run(OBJECTS, INTERVAL, TIMEOUT);

        FIGURES.put(Scenario.CALM, times);
        assertTarget(times.p99(), Duration.ofSeconds(2));
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingEveryObjectArrives() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        FailingRequests failing = new FailingRequests(SEED);

        PutToVisible.Times times = new PutToVisible(deployment, "failing", failing).run(OBJECTS, INTERVAL, TIMEOUT);

        FIGURES.put(Scenario.FAILING, times);
        assertThat(failing.failed()).isPositive();
        assertTarget(times.p99(), Duration.ofSeconds(30));
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

        FIGURES.put(Scenario.DENIED, times);
        assertThat(times.max() * SCALE)
                .isBetween(DENIAL.toMillis() / 2, Duration.ofMinutes(15).toMillis());
    }

    /**
     * Only environments that copy are killed: on AWS, an environment is restored from a snapshot within a second. Here
     * each start initializes the function as well, and a kill at each third second would hit the initialization again
     * and again.
     */
    @Test
    @Order(4)
    void whatAKilledEnvironmentHadIsBackInFifteenMinutes() throws InterruptedException {
        assumeTrue(SCALE > 1, "waits for minutes");
        int killed = deployment.environments.killed();
        AtomicBoolean copying = new AtomicBoolean();
        Thread killer = Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
                if (copying.getAndSet(false)) {
                    deployment.environments.killOldest();
                }
            }
        });

        PutToVisible.Times times;
        try {
            times = new PutToVisible(deployment, "killed", request -> {
                        copying.compareAndSet(
                                false,
                                request.bucket().equals(deployment.sandbox().targetBucket()));
                        return Optional.empty();
                    })
                    .run(OBJECTS * 2, INTERVAL, TIMEOUT);
        } finally {
            killer.interrupt();
        }

        FIGURES.put(Scenario.KILLED, times);
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

        FIGURES.put(Scenario.BURSTING, times);
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
        String table = FIGURES.table(DocumentedTable.table("put-to-visible"));
        Files.writeString(Path.of("target/put-to-visible.md"), table);
        if (UPDATE) {
            DocumentedTable.replace("put-to-visible", table);
        }
        assertThat(SoakFigures.rowsOf(table)).isEqualTo(SoakFigures.rowsOf(DocumentedTable.table("put-to-visible")));
    }

    /** Where figures are published: a build may share its machine with others, and proves only that all arrives. */
    private static void assertTarget(long millis, Duration target) {
        if (UPDATE) {
            assertThat(millis).isLessThanOrEqualTo(target.toMillis());
        }
    }

    private static Optional<Fault> none(Request request) {
        return Optional.empty();
    }
}
