package org.allowput.sandbox.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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
    static void deploy() throws InterruptedException {
        deployment = new SoakDeployment(
                PutToVisibleIT.class, Map.of(), Map.of(FunctionVariable.RETRY_DELAY_PERCENT, 100 / SCALE));
        restore = deployment.queues().scaled(SCALE);
        new PutToVisible("warm", PutToVisibleIT::none).run(50, INTERVAL, TIMEOUT);
    }

    @AfterAll
    static void end() {
        restore.run();
        deployment.close();
    }

    @Test
    @Order(1)
    void withoutFaultsEveryObjectArrives() throws InterruptedException {
        assertTarget(
                measure(false, "no faults", OBJECTS, INTERVAL, PutToVisibleIT::none)
                        .p99(),
                Duration.ofSeconds(2));
    }

    @Test
    @Order(2)
    void withFivePercentOfRequestsFailingEveryObjectArrives() throws InterruptedException {
        Random random = new Random(SEED);
        AtomicInteger failed = new AtomicInteger();

        PutToVisible.Times times = measure(
                false,
                "5 percent of requests fail",
                OBJECTS,
                INTERVAL,
                request -> request.operation() == Operation.OTHER || random.nextInt(20) > 0
                        ? Optional.empty()
                        : Optional.of(FAULTS.get(failed.getAndIncrement() % FAULTS.size())));

        assertThat(failed).hasPositiveValue();
        assertTarget(times.p99(), Duration.ofSeconds(30));
    }

    @Test
    @Order(3)
    void aRoleThatIsDeniedAfterADeploymentDelaysObjectsByMinutes() throws InterruptedException {
        assumeTrue(SCALE > 1, "waits for minutes");
        deployment.killAll();
        long until = System.nanoTime() + DENIAL.toNanos();

        PutToVisible.Times times = measure(
                true,
                "STS denies the role for two minutes",
                OBJECTS,
                INTERVAL,
                request -> request.operation() == Operation.STS && System.nanoTime() < until
                        ? Optional.of(new Fault.Answer(403, "AccessDenied"))
                        : Optional.empty());

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

        PutToVisible.Times times;
        try {
            times = measure(true, "an environment is killed every 3 s", OBJECTS * 2, INTERVAL, request -> {
                copying.compareAndSet(
                        false, request.bucket().equals(deployment.sandbox().targetBucket()));
                return Optional.empty();
            });
        } finally {
            killer.interrupt();
        }

        assertThat(deployment.killed() - killed).isPositive();
        assertThat(times.max() * SCALE)
                .isLessThanOrEqualTo(Duration.ofMinutes(15).toMillis());
    }

    @Test
    @Order(5)
    void aBurstIsCopiedAsFastAsObjectsCanBeCopied() throws InterruptedException {
        measure(false, "a burst", BURST, Duration.ZERO, PutToVisibleIT::none);
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

    /** @param waits for minutes, so that its times are scaled */
    private static PutToVisible.Times measure(
            boolean waits,
            String scenario,
            int objects,
            Duration interval,
            Function<ProxiedRequest, Optional<Fault>> faults)
            throws InterruptedException {
        assumeTrue(waits == (SCALE > 1), waits ? "waits for minutes" : "does not wait for minutes");
        PutToVisible.Times times =
                new PutToVisible(scenario.replace(' ', '-'), faults).run(objects, interval, TIMEOUT.plusMinutes(3));
        FIGURES.put(scenario, "objects", times.objects());
        FIGURES.put(scenario, "p50", seconds(times.p50()));
        FIGURES.put(scenario, "p99", seconds(times.p99()));
        FIGURES.put(scenario, "p99.99", seconds(times.p9999()));
        FIGURES.put(scenario, "max", seconds(times.max()));
        if (SCALE == 1) {
            FIGURES.put(scenario, "objects per second", Math.round(times.rate()));
        }
        return times;
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

    /**
     * How long objects take from the begin of their put into the source bucket until the target bucket has answered the
     * put of their copy. Small objects with a key each.
     */
    private static final class PutToVisible implements Function<ProxiedRequest, Optional<Fault>> {
        private static final int AT_ONCE = 8;
        private static final int BYTES = 1024;

        private final String name;
        private final Function<ProxiedRequest, Optional<Fault>> faults;
        private final Map<String, Long> put = new ConcurrentHashMap<>();
        private final Map<String, Long> visible = new ConcurrentHashMap<>();

        /**
         * Times, in milliseconds.
         *
         * @param rate objects per second, from the first put until the last object was visible
         */
        record Times(int objects, long p50, long p99, long p9999, long max, double rate) {
            private static Times of(List<Long> sorted, double rate) {
                return new Times(
                        sorted.size(), at(sorted, 5_000), at(sorted, 9_900), at(sorted, 9_999), sorted.getLast(), rate);
            }

            /** By the nearest rank. */
            private static long at(List<Long> sorted, int ofTenThousand) {
                return sorted.get((int) Math.ceilDiv((long) sorted.size() * ofTenThousand, 10_000) - 1);
            }
        }

        /** @param faults of requests that are not the put of a copy, and of those */
        PutToVisible(String name, Function<ProxiedRequest, Optional<Fault>> faults) {
            this.name = name;
            this.faults = faults;
        }

        @Override
        public Optional<Fault> apply(ProxiedRequest request) {
            return faults.apply(request)
                    .or(() -> request.operation() == ProxiedRequest.Operation.PUT
                                    && request.bucket()
                                            .equals(deployment.sandbox().targetBucket())
                            ? Optional.of(new Fault.ReadResponse(answer -> arrived(request.key(), answer)))
                            : Optional.empty());
        }

        /** What an earlier scenario has put may arrive again. */
        private void arrived(String targetKey, String answer) {
            if (put.containsKey(targetKey) && !answer.contains("<Error>")) {
                visible.putIfAbsent(targetKey, System.nanoTime());
            }
        }

        /**
         * Puts objects and waits until each is visible.
         *
         * @param interval between two puts; zero for as fast as they are answered
         * @throws AssertionError if not all are visible after that time
         */
        Times run(int objects, Duration interval, Duration timeout) throws InterruptedException {
            deployment.inject(this);
            long begin = System.nanoTime();
            putAll(objects, interval, begin);
            Eventually.until(
                    timeout, name + ": " + objects + " objects are visible", visible::size, size -> size >= objects);
            long end =
                    visible.values().stream().mapToLong(Long::longValue).max().orElse(begin);
            return Times.of(
                    put.entrySet().stream()
                            .map(entry -> (Objects.requireNonNull(visible.get(entry.getKey())) - entry.getValue())
                                    / 1_000_000)
                            .sorted()
                            .toList(),
                    objects * 1e9 / (end - begin));
        }

        private void putAll(int objects, Duration interval, long begin) throws InterruptedException {
            List<Future<?>> puts = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
                for (int i = 0; i < objects; i++) {
                    LockSupport.parkNanos(begin + i * interval.toNanos() - System.nanoTime());
                    String key = String.format(Locale.ROOT, "%s/%05d", name, i);
                    puts.add(threads.submit(() -> put(key)));
                }
                for (Future<?> each : puts) {
                    each.get();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("an object was not put", e.getCause());
            }
        }

        private void put(String key) {
            put.put(ChangeSequence.TO + key, System.nanoTime());
            deployment
                    .buckets()
                    .source()
                    .put(
                            ChangeSequence.FROM + key,
                            key.repeat(BYTES / key.length()).getBytes(UTF_8));
        }
    }
}
