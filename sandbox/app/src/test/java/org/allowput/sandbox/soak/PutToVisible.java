package org.allowput.sandbox.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.testing.Eventually;

/**
 * How long objects take from the begin of their put into the source bucket until the target bucket has answered the put
 * of their copy. Small objects with a key each.
 */
final class PutToVisible implements Function<ProxiedRequest, Optional<Fault>> {
    private static final int AT_ONCE = 8;
    private static final int BYTES = 1024;

    private final SoakDeployment deployment;
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
    PutToVisible(SoakDeployment deployment, String name, Function<ProxiedRequest, Optional<Fault>> faults) {
        this.deployment = deployment;
        this.name = name;
        this.faults = faults;
    }

    @Override
    public Optional<Fault> apply(ProxiedRequest request) {
        return faults.apply(request)
                .or(() -> request.operation() == ProxiedRequest.Operation.PUT
                                && request.bucket().equals(deployment.sandbox().targetBucket())
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
        long end = visible.values().stream().mapToLong(Long::longValue).max().orElse(begin);
        return Times.of(
                put.entrySet().stream()
                        .map(entry ->
                                (Objects.requireNonNull(visible.get(entry.getKey())) - entry.getValue()) / 1_000_000)
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
        put.put(Keys.TO + key, System.nanoTime());
        deployment
                .buckets()
                .source()
                .put(Keys.FROM + key, key.repeat(BYTES / key.length()).getBytes(UTF_8));
    }
}
