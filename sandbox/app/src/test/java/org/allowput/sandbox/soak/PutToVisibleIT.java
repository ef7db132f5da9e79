package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.testing.Nightly;
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
            "deletionsAndExpirations");
    /** Of every kind, some of which the SDK does not retry. */
    private static final List<Fault> FAULTS = List.of(
            new Fault.Answer(500, "InternalError"),
            new Fault.Answer(503, "SlowDown"),
            new Fault.Answer(409, "OperationAborted"),
            new Fault.DropBefore(),
            new Fault.DropAfter());

    private static final Figures FIGURES =
            new Figures("put-to-visible", "scenario", "objects", "p50", "p99", "p99.99", "max", "objects per second");

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

        figures("no faults", times);
        assertTarget(times.p99(), Duration.ofSeconds(2));
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingEveryObjectArrives() throws InterruptedException {
        assumeTrue(SCALE == 1, "does not wait for minutes");
        Random random = new Random(SEED);
        AtomicInteger failed = new AtomicInteger();

        PutToVisible.Times times = new PutToVisible(
                        deployment,
                        "failing",
                        request -> request.operation() == Operation.OTHER || random.nextInt(20) > 0
                                ? Optional.empty()
                                : Optional.of(FAULTS.get(failed.getAndIncrement() % FAULTS.size())))
                .run(OBJECTS, INTERVAL, TIMEOUT);

        figures("5 percent of requests fail", times);
        assertThat(failed).hasPositiveValue();
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

        figures("STS denies the role for two minutes", times);
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

        figures("an environment is killed every 3 s", times);
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

        figures("a burst", times);
    }

    @Test
    @Order(6)
    void nothingIsLostOrStaleAndNothingHasToBeRedriven() throws InterruptedException {
        deployment.awaitQuiet(TIMEOUT);

        assertThat(new Comparison(deployment.sandbox()).run().differences()).isEmpty();
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(7)
    void theScenariosAreThoseThatAreDocumented() throws IOException {
        FIGURES.compare(UPDATE);
    }

    private static void figures(String scenario, PutToVisible.Times times) {
        FIGURES.put(scenario, "objects", times.objects());
        FIGURES.put(scenario, "p50", seconds(times.p50()));
        FIGURES.put(scenario, "p99", seconds(times.p99()));
        FIGURES.put(scenario, "p99.99", seconds(times.p9999()));
        FIGURES.put(scenario, "max", seconds(times.max()));
        if (SCALE == 1) {
            FIGURES.put(scenario, "objects per second", Math.round(times.rate()));
        }
    }

    private static String seconds(long measuredMillis) {
        long millis = measuredMillis * SCALE;
        return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
    }

    /** Where figures are published: a build may share its machine with others, and proves only that all arrives. */
    private static void assertTarget(long millis, Duration target) {
        if (UPDATE) {
            assertThat(millis).isLessThanOrEqualTo(target.toMillis());
        }
    }

    private static Optional<Fault> none(ProxiedRequest request) {
        return Optional.empty();
    }
}
