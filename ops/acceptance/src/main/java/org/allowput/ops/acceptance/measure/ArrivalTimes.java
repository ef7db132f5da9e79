package org.allowput.ops.acceptance.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.allowput.ops.acceptance.deploy.Deployed;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How long an object takes from the begin of its PUT in B until a list of A's bucket has its copy. The list is
 * requested again and again, so a time can be longer by the time of one list.
 */
public record ArrivalTimes(Deployed deployed) {
    private static final Duration BETWEEN_OBJECTS = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final int PUTS_AT_A_TIME = 32;
    private static final byte[] CONTENT = new byte[1024];

    /** The times of all objects that arrived, sorted. */
    public record Times(int objects, List<Double> seconds, double duration) {
        public boolean allArrived() {
            return seconds.size() == objects;
        }

        private double quantile(double share) {
            return seconds.get(Math.clamp((int) Math.ceil(share * seconds.size()) - 1, 0, seconds.size() - 1));
        }

        public double objectsPerSecond() {
            return objects / duration;
        }

        /** The quantiles beside their predictions. */
        public List<MeasuredValue> measurements(String what, Prediction prediction) {
            if (seconds.isEmpty()) {
                return List.of();
            }
            String name = "put to visible, " + what + ", ";
            return List.of(
                    predicted(name + "p50", quantile(0.5), prediction.p50()),
                    predicted(name + "p99", quantile(0.99), prediction.p99()),
                    predicted(name + "maximum", quantile(1), prediction.maximum()));
        }

        private static MeasuredValue predicted(String name, double value, double prediction) {
            return MeasuredValue.predicted(name, value, "s", prediction, "docs/benchmarks.md#put-to-visible");
        }
    }

    /** What the table of docs/benchmarks.md has, in seconds. */
    public record Prediction(double p50, double p99, double maximum) {
        public static final Prediction SINGLE = new Prediction(1.0, 1.1, 1.2);
        private static final double BURST = 10_000;

        /** A burst is limited by throughput alone, so the times are proportional to its size. */
        public static Prediction ofBurst(int objects) {
            return new Prediction(28 * objects / BURST, 38 * objects / BURST, 39 * objects / BURST);
        }
    }

    /** Objects that are put one after another, one every 50 ms. */
    public Times single(int objects) {
        return measure("single/", objects, 1, BETWEEN_OBJECTS);
    }

    /** Objects that are put as fast as S3 takes them. */
    public Times burst(int objects) {
        return measure("burst/", objects, PUTS_AT_A_TIME, Duration.ZERO);
    }

    private Times measure(String prefix, int objects, int atATime, Duration pause) {
        S3Client source = deployed.accounts().source().s3();
        Map<String, Long> begun = new ConcurrentHashMap<>();
        Map<String, Double> arrived = new ConcurrentHashMap<>();
        Semaphore places = new Semaphore(atATime);
        long start = System.nanoTime();
        List<Future<?>> puts = new ArrayList<>();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> lists = tasks.submit(() -> list(prefix, objects, begun, arrived));
            IntStream.range(0, objects).forEach(number -> {
                places.acquireUninterruptibly();
                puts.add(tasks.submit(() -> {
                    try {
                        String key = prefix + number;
                        begun.put(key, System.nanoTime());
                        source.putObject(
                                request ->
                                        request.bucket(deployed.sourceBucket()).key(key),
                                RequestBody.fromBytes(CONTENT));
                    } finally {
                        places.release();
                    }
                }));
                LockSupport.parkNanos(pause.toNanos());
            });
            puts.add(lists);
        }
        puts.stream()
                .filter(each -> each.state() == Future.State.FAILED)
                .findFirst()
                .ifPresent(failed -> {
                    throw new IllegalStateException(failed.exceptionNow());
                });
        return new Times(objects, arrived.values().stream().sorted().toList(), (System.nanoTime() - start) / 1e9);
    }

    private void list(String prefix, int objects, Map<String, Long> begun, Map<String, Double> arrived) {
        S3Client target = deployed.accounts().target().s3();
        deployed.accounts().polling().until(TIMEOUT, () -> {
            for (S3Object each : target.listObjectsV2Paginator(
                            request -> request.bucket(deployed.targetBucket()).prefix(prefix))
                    .contents()) {
                arrived.computeIfAbsent(
                        each.key(), key -> (System.nanoTime() - begun.getOrDefault(key, System.nanoTime())) / 1e9);
            }
            return arrived.size() >= objects;
        });
    }
}
