package org.allowput.ops.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics of the last hour. CloudWatch has them about two minutes late. */
record RecentMetrics(CloudWatchClient cloudWatch, Instant now) {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * What the function counted in the last hour.
     *
     * @param failures by cause, without those that did not occur
     */
    record LastHour(long copied, SortedMap<String, Long> failures) {}

    /** Empty if CloudWatch has no metric: each invocation writes some, also of no object. */
    Optional<LastHour> lastHour(MetricDimensions dimensions) {
        OptionalLong copied = sum(FunctionMetric.OBJECTS_COPIED, dimensions);
        if (copied.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, Long> failures = new TreeMap<>();
        for (FailureCause cause : FailureCause.values()) {
            sum(FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()))
                    .ifPresent(count -> failures.put(cause.label(), count));
        }
        return Optional.of(new LastHour(copied.getAsLong(), failures));
    }

    private OptionalLong sum(FunctionMetric metric, MetricDimensions dimensions) {
        return cloudWatch
                .getMetricStatistics(request -> request.namespace(FunctionMetric.NAMESPACE)
                        .metricName(metric.id())
                        .dimensions(dimensions.byName().entrySet().stream()
                                .map(each -> dimension(each.getKey(), each.getValue()))
                                .toList())
                        .startTime(now.minus(HOUR))
                        .endTime(now)
                        .period((int) PERIOD.toSeconds())
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToLong(point -> point.sum().longValue())
                .reduce(Long::sum);
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
