package org.allowput.ops.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics until now. CloudWatch has them about two minutes late. */
record RecentMetrics(CloudWatchClient cloudWatch, Instant now) {
    private static final Duration HOUR = Duration.ofHours(1);

    /** How often the function counted something in the last hour; empty if CloudWatch has no such metric. */
    Optional<Long> inLastHour(FunctionMetric metric, MetricDimensions dimensions) {
        return byMinute(FunctionMetric.NAMESPACE, metric.id(), dimensions.byName(), Statistic.SUM, HOUR).stream()
                .map(minute -> minute.sum().longValue())
                .reduce(Long::sum);
    }

    /** What was measured, in no order. */
    List<Datapoint> byMinute(
            String namespace, String metric, Map<String, String> dimensions, Statistic statistic, Duration age) {
        return cloudWatch
                .getMetricStatistics(request -> request.namespace(namespace)
                        .metricName(metric)
                        .dimensions(dimensions.entrySet().stream()
                                .map(each -> Dimension.builder()
                                        .name(each.getKey())
                                        .value(each.getValue())
                                        .build())
                                .toList())
                        .startTime(now.minus(age))
                        .endTime(now)
                        .period(60)
                        .statistics(statistic))
                .datapoints();
    }
}
