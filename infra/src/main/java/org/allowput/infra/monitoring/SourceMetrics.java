package org.allowput.infra.monitoring;

import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;

/** This class names metrics in CloudWatch, of the functions and of AWS's services, with a value per five minutes. */
final class SourceMetrics {
    static final Duration PERIOD = Duration.minutes(5);

    private final MetricDimensions dimensions;

    SourceMetrics(Settings settings) {
        dimensions = MetricDimensions.of(
                settings.name().orElse(""), settings.target().bucketName());
    }

    /** A metric that the functions write. */
    Metric own(FunctionMetric metric, String statistic) {
        return metric(FunctionMetric.NAMESPACE, metric.id(), statistic, dimensions.byName());
    }

    /** The sum of such a metric over each period. */
    Metric sum(FunctionMetric metric) {
        return own(metric, "Sum");
    }

    /** Objects that failed for one cause. */
    Metric failed(FailureCause cause) {
        return metric(
                FunctionMetric.NAMESPACE,
                FunctionMetric.OBJECTS_FAILED.id(),
                "Sum",
                dimensions.ofCause(cause.label()).byName());
    }

    /** A metric of an AWS service. */
    static Metric metric(String namespace, String name, String statistic, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .dimensionsMap(dimensions)
                .period(PERIOD)
                .build();
    }

    /** The same metric with a value per another period. */
    static Metric per(Duration period, Metric metric) {
        return metric.with(MetricOptions.builder().period(period).build());
    }
}
