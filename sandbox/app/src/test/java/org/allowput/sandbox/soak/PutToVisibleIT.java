package org.allowput.sandbox.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How long small objects take from the begin of their put in B until the target bucket has answered the put of their
 * copy, with the settings that are deployed by default, without and with faults.
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
    private static final int AT_ONCE = 8;
    private static final int BYTES = 1024;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration DENIAL = Duration.ofMinutes(2).dividedBy(SCALE);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
    private static final Duration TIMEOUT =
            Duration.ofMinutes(30).dividedBy(SCALE).plusMinutes(1);

    /** Of every kind, some of which the SDK does not retry. */
    private static final List<Fault> FAULTS = List.of(
            new Fault.Answer(500, "InternalError"),
            new Fault.Answer(503, "SlowDown"),
            new Fault.Answer(409, "OperationAborted"),
            new Fault.DropBefore(),
            new Fault.DropAfter());

    private static final Map<String, Double> SHARES = Map.of("p50", 0.5, "p99", 0.99, "p99.99", 0.9999, "max", 1.0);

    private static final Figures FIGURES =
            new Figures("put-to-visible", "scenario", "objects", "p50", "p99", "p99.99", "max", "objects per second");

    static SoakDeployment deployment;

    private static Runnable restore = () -> {};

    @BeforeAll
    static void deploy() {
        deployment = new SoakDeployment(
                PutToVisibleIT.class, Map.of(), Map.of(FunctionVariable.RETRY_DELAY_PERCENT, 100 / SCALE));
        restore = deployment.queues().scaled(SCALE);
        IntStream.range(0, 50).forEach(i -> put("warm/" + i));
        deployment.awaitQuiet(TIMEOUT);
    }

    @AfterAll
    static void end() {
        restore.run();
        deployment.close();
    }

    @Test
    @Order(1)
    void withoutFaultsEveryObjectArrives() throws Exception {
        assertTarget(
                measure("no faults", false, OBJECTS, INTERVAL, request -> Optional.empty()), Duration.ofSeconds(2));
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingEveryObjectArrives() throws Exception {
        Random random = new Random(SEED);
        AtomicInteger failed = new AtomicInteger();
        List<Long> times = measure(
                "5 percent of requests fail",
                false,
                OBJECTS,
                INTERVAL,
                request -> request.operation() == Operation.OTHER || random.nextInt(20) > 0
                        ? Optional.empty()
                        : Optional.of(FAULTS.get(failed.getAndIncrement() % FAULTS.size())));
        assertThat(failed).hasPositiveValue();
        assertTarget(times, Duration.ofSeconds(30));
    }

    @Test
    @Order(3)
    void aRoleThatIsDeniedAfterADeploymentDelaysObjectsByMinutes() throws Exception {
        assumeTrue(SCALE > 1, "waits for minutes");
        deployment.killAll();
        long until = System.nanoTime() + DENIAL.toNanos();
        List<Long> times = measure(
                "STS denies the role for two minutes",
                true,
                OBJECTS,
                INTERVAL,
                request -> request.operation() == Operation.STS && System.nanoTime() < until
                        ? Optional.of(new Fault.Answer(403, "AccessDenied"))
                        : Optional.empty());
        assertThat(times.getLast())
                .isBetween(DENIAL.toMillis() / 2, Duration.ofMinutes(15).toMillis());
    }

    /**
     * Only environments that copy are killed: on AWS, an environment is restored from a snapshot within a second. Here
     * each start initializes the function as well, and a kill at each third second would hit the initialization again
     * and again.
     */
    @Test
    @Order(4)
    void whatAKilledEnvironmentHadIsBackInFifteenMinutes() throws Exception {
        int killed = deployment.killed();
        AtomicBoolean copying = new AtomicBoolean();
        Thread killer = Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
                if (copying.getAndSet(false)) {
                    deployment.kill(List::getFirst);
                }
            }
        });
        List<Long> times;
        try {
            times = measure("an environment is killed every 3 s", true, OBJECTS * 2, INTERVAL, request -> {
                copying.compareAndSet(
                        false, request.bucket().equals(deployment.sandbox().targetBucket()));
                return Optional.empty();
            });
        } finally {
            killer.interrupt();
        }
        assertThat(deployment.killed() - killed).isPositive();
        assertThat(times.getLast()).isLessThanOrEqualTo(Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(5)
    void aBurstIsCopiedAsFastAsObjectsCanBeCopied() throws Exception {
        measure("a burst", false, BURST, Duration.ZERO, request -> Optional.empty());
    }

    @Test
    @Order(6)
    void nothingIsLostOrStaleAndNothingHasToBeRedriven() {
        deployment.awaitQuiet(TIMEOUT);
        assertThat(Comparison.of(deployment.buckets()).differences()).isEmpty();
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(7)
    void theScenariosAreThoseThatAreDocumented() throws IOException {
        FIGURES.compare(UPDATE);
    }

    /**
     * Puts objects, each with a key of its own, waits until the copy of each is visible, and notes how long that took.
     *
     * @param waits for minutes, so that its times are scaled
     * @param interval between two puts; zero for as fast as they are answered
     * @return milliseconds, the shortest first
     */
    private static List<Long> measure(
            String scenario,
            boolean waits,
            int objects,
            Duration interval,
            Function<ProxiedRequest, Optional<Fault>> faults)
            throws Exception {
        assumeTrue(waits == (SCALE > 1), waits ? "waits for minutes" : "does not wait for minutes");
        Map<String, Long> put = new ConcurrentHashMap<>();
        Map<String, Long> visible = new ConcurrentHashMap<>();
        deployment.inject(request -> faults.apply(request)
                .or(() -> isPutOfCopy(request)
                        ? Optional.of(new Fault.ReadResponse(answer -> {
                            // What an earlier scenario has put may arrive again.
                            if (put.containsKey(request.key()) && !answer.contains("<Error>")) {
                                visible.putIfAbsent(request.key(), System.nanoTime());
                            }
                        }))
                        : Optional.empty()));
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < objects; i++) {
                LockSupport.parkNanos(begin + i * interval.toNanos() - System.nanoTime());
                String key = String.format(Locale.ROOT, "%s/%05d", scenario.replace(' ', '-'), i);
                puts.add(threads.submit(() -> {
                    put.put(ChangeSequence.TO + key, System.nanoTime());
                    put(key);
                }));
            }
            for (Future<?> each : puts) {
                each.get();
            }
        }
        Eventually.until(
                TIMEOUT.plusMinutes(3),
                scenario + ": " + objects + " objects are visible",
                visible::size,
                size -> size >= objects);
        List<Long> times = put.keySet().stream()
                .map(key -> SCALE
                        * (Objects.requireNonNull(visible.get(key)) - Objects.requireNonNull(put.get(key)))
                        / 1_000_000)
                .sorted()
                .toList();
        FIGURES.put(scenario, "objects", objects);
        SHARES.forEach((column, share) -> FIGURES.put(scenario, column, seconds(at(times, share))));
        if (SCALE == 1) {
            long end = Collections.max(visible.values());
            FIGURES.put(scenario, "objects per second", Math.round(objects * 1e9 / (end - begin)));
        }
        return times;
    }

    private static boolean isPutOfCopy(ProxiedRequest request) {
        return request.operation() == Operation.PUT
                && request.bucket().equals(deployment.sandbox().targetBucket());
    }

    private static void put(String key) {
        byte[] bytes = key.repeat(BYTES / key.length()).getBytes(UTF_8);
        deployment.buckets().source().put(ChangeSequence.FROM + key, bytes);
    }

    /** By the nearest rank. */
    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
    }

    /** Where figures are published: a build may share its machine with others, and proves only that all arrives. */
    private static void assertTarget(List<Long> times, Duration target) {
        if (UPDATE) {
            assertThat(at(times, 0.99)).isLessThanOrEqualTo(target.toMillis());
        }
    }
}
