package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.allowput.ops.acceptance.deploy.Deployment;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How long an object takes from the begin of its PUT in B until a list of A's bucket has its copy. The list is
 * requested every 50 ms, so a time can be longer by that and by the time of one list.
 */
public record ArrivalTimes(Checks checks, Deployment deployment) {
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final int PUTS_AT_A_TIME = 32;
    private static final byte[] CONTENT = new byte[1024];
    private static final String PREDICTED = "docs/benchmarks.md#put-to-visible";
    private static final double PREDICTED_BURST = 10_000;
    /** 20 invocations at a time, with ten objects in 0.3 s each. */
    private static final double PREDICTED_RATE = 667;

    /** Objects that are put one after another, one every 50 ms. */
    public void single(int objects) {
        checks.check("single objects arrive", "all " + objects, () -> {
            List<Double> seconds = arrivals("single/", objects, 1, INTERVAL);
            measure(seconds, "single objects", 1.0, 1.1, 1.2);
            return "all " + seconds.size();
        });
    }

    /** Objects that are put as fast as S3 takes them: limited by throughput, their times grow with their number. */
    public void burst(int objects) {
        checks.check("objects of a burst arrive", "all " + objects, () -> {
            long start = System.nanoTime();
            List<Double> seconds = arrivals("burst/", objects, PUTS_AT_A_TIME, Duration.ZERO);
            double rate = seconds.size() / ((System.nanoTime() - start) / 1e9);
            double share = objects / PREDICTED_BURST;
            measure(seconds, "burst", 28 * share, 38 * share, 39 * share);
            checks.measure(
                    "objects per second, burst", rate, "1/s", PREDICTED_RATE, "docs/cost.md#the-highest-possible-bill");
            return "all " + seconds.size();
        });
    }

    private void measure(List<Double> seconds, String what, double median, double p99, double maximum) {
        String name = "put to visible, " + what + ", ";
        checks.measure(name + "p50", quantile(seconds, 0.5), "s", median, PREDICTED);
        checks.measure(name + "p99", quantile(seconds, 0.99), "s", p99, PREDICTED);
        checks.measure(name + "maximum", quantile(seconds, 1), "s", maximum, PREDICTED);
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** The seconds after which objects arrived, sorted. */
    private List<Double> arrivals(String prefix, int objects, int atATime, Duration pause)
            throws ExecutionException, InterruptedException {
        S3Client source = deployment.sourceS3();
        Map<String, Long> begun = new ConcurrentHashMap<>();
        Map<String, Double> arrived = new HashMap<>();
        try (ExecutorService tasks = Executors.newFixedThreadPool(atATime)) {
            List<Future<?>> puts = IntStream.range(0, objects)
                    .<Future<?>>mapToObj(number -> tasks.submit(() -> {
                        String key = prefix + number;
                        begun.put(key, System.nanoTime());
                        source.putObject(
                                request -> request.bucket(deployment.sourceBucket())
                                        .key(key),
                                RequestBody.fromBytes(CONTENT));
                        LockSupport.parkNanos(pause.toNanos());
                    }))
                    .toList();
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (arrived.size() < objects && System.nanoTime() < end) {
                LockSupport.parkNanos(INTERVAL.toNanos());
                list(prefix, begun, arrived);
            }
            for (Future<?> put : puts) {
                put.get();
            }
        }
        return arrived.values().stream().sorted().toList();
    }

    private void list(String prefix, Map<String, Long> begun, Map<String, Double> arrived) {
        for (S3Object each : deployment
                .accounts()
                .target()
                .s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(deployment.targetBucket()).prefix(prefix))
                .contents()) {
            long now = System.nanoTime();
            arrived.computeIfAbsent(each.key(), key -> (now - begun.getOrDefault(key, now)) / 1e9);
        }
    }
}
