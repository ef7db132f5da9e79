package org.allowput.ops.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics until now. CloudWatch has them about two minutes late. */
public record RecentMetrics(CloudWatchClient cloudWatch, Instant now) {
    /** What the function counted, by periods, in no order; empty if CloudWatch has no such metric. */
    public List<Double> sums(FunctionMetric metric, MetricDimensions dimensions, Duration age, Duration period) {
        return of(FunctionMetric.NAMESPACE, metric.id(), dimensions.byName(), Statistic.SUM, age, period).stream()
                .map(Datapoint::sum)
                .toList();
    }

    /** What was measured, by periods, in no order. */
    public List<Datapoint> of(
            String namespace,
            String metric,
            Map<String, String> dimensions,
            Statistic statistic,
            Duration age,
            Duration period) {
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
                        .period((int) period.toSeconds())
                        .statistics(statistic))
                .datapoints();
    }
}
