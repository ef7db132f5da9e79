package org.allowput.lambda.report;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;

/** Metrics collect what one invocation counts, and write it as lines of the log, which CloudWatch reads. */
public final class Metrics {
    /** The most values that one metric can have in one line. */
    private static final int MAX_VALUES = 100;
    /**
     * What each invocation writes. Others are written only if they are not zero: a metric that is never written costs
     * nothing. Of a look at the source bucket 0 is what was seen.
     */
    private static final List<FunctionMetric> ALWAYS = List.of(
            FunctionMetric.OBJECTS_COPIED,
            FunctionMetric.BYTES_COPIED,
            FunctionMetric.OBJECTS_UNCONFIRMED,
            FunctionMetric.OBJECTS_SKIPPED,
            FunctionMetric.OBJECTS_FAILED,
            FunctionMetric.ASSUME_ROLE_DENIED,
            FunctionMetric.REQUESTS,
            FunctionMetric.REQUESTS_THROTTLED,
            FunctionMetric.REQUESTS_FAILED);

    private final MetricDimensions dimensions;
    private final InstantSource clock;
    private final Map<FunctionMetric, Long> counts = new EnumMap<>(FunctionMetric.class);
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<Long> lags = new ArrayList<>();

    /** @param deployment the name of the deployment; empty for the default one */
    public Metrics(String deployment, String targetBucket, InstantSource clock) {
        this.dimensions = MetricDimensions.of(deployment, targetBucket);
        this.clock = clock;
    }

    public void add(FunctionMetric metric, long value) {
        counts.merge(metric, value, Long::sum);
    }

    public void copied(long size) {
        add(FunctionMetric.OBJECTS_COPIED, 1);
        add(FunctionMetric.BYTES_COPIED, size);
    }

    public void lag(Duration lag) {
        lags.add(Math.max(0, lag.toMillis()));
    }

    /** Counts an object, or an unreadable message, that failed. */
    public void failed(String cause) {
        failures.merge(cause, 1L, Long::sum);
        add(FunctionMetric.OBJECTS_FAILED, 1);
        if (cause.equals(FailureCause.ASSUME_ROLE_DENIED.label())) {
            add(FunctionMetric.ASSUME_ROLE_DENIED, 1);
        }
    }

    public void connected(boolean isConnected) {
        add(FunctionMetric.SOURCE_CONNECTED, isConnected ? 1 : 0);
    }

    public void failedMessageAge(Duration age) {
        counts.merge(FunctionMetric.FAILED_MESSAGE_AGE, age.toSeconds(), Math::max);
    }

    public void writeTo(Consumer<String> lines) {
        Map<FunctionMetric, List<Long>> always = new LinkedHashMap<>();
        ALWAYS.forEach(name -> always.put(name, List.of(counts.getOrDefault(name, 0L))));
        lines.accept(dimensions.line(clock.millis(), always));
        counts.forEach((name, value) -> {
            boolean isZeroTold = name == FunctionMetric.SOURCE_CONNECTED;
            if ((value > 0 || isZeroTold) && !ALWAYS.contains(name)) {
                lines.accept(line(dimensions, name, List.of(value)));
            }
        });
        for (int from = 0; from < lags.size(); from += MAX_VALUES) {
            List<Long> values = lags.subList(from, Math.min(lags.size(), from + MAX_VALUES));
            lines.accept(line(dimensions, FunctionMetric.REPLICATION_LAG, values));
        }
        failures.forEach((cause, count) ->
                lines.accept(line(dimensions.ofCause(cause), FunctionMetric.OBJECTS_FAILED, List.of(count))));
    }

    private String line(MetricDimensions of, FunctionMetric name, List<Long> values) {
        return of.line(clock.millis(), Map.of(name, values));
    }
}
