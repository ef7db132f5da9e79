package org.allowput.infra.monitoring;

import java.util.Arrays;
import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.infra.function.FunctionResources;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.events.CfnRule;

/** This class names metrics in CloudWatch, of the functions and of AWS's services, with a value per five minutes. */
final class SourceMetrics {
    static final Duration PERIOD = Duration.minutes(5);

    /** Between two deliveries of a message that fails, by the function's RetrySchedule, at most. */
    static final Duration LONGEST_DELAY = Duration.minutes(10);

    private final Settings settings;
    private final ReplicationFunction function;
    private final ReplicationQueue queue;
    private final MetricDimensions dimensions;

    SourceMetrics(Settings settings, ReplicationFunction function, ReplicationQueue queue) {
        this.settings = settings;
        this.function = function;
        this.queue = queue;
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

    Metric lag(String percentile) {
        return own(FunctionMetric.REPLICATION_LAG, percentile);
    }

    /**
     * Seconds since the oldest of the messages was sent that failed in the period. SQS's own metric leaves out a
     * message that was received three times.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">
     *     ApproximateAgeOfOldestMessage</a>
     */
    Metric failedMessageAge() {
        return per(LONGEST_DELAY, own(FunctionMetric.FAILED_MESSAGE_AGE, "Maximum"));
    }

    IMetric[] failuresByCause() {
        return Arrays.stream(FailureCause.values())
                .map(cause -> failed(cause)
                        .with(MetricOptions.builder().label(cause.label()).build()))
                .toArray(IMetric[]::new);
    }

    Metric deadLetters() {
        Metric visible = metric(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "Maximum",
                Map.of("QueueName", queue.deadLettersName()));
        return per(Duration.minutes(1), visible);
    }

    Metric oldestMessage() {
        return ofQueue("ApproximateAgeOfOldestMessage", "Maximum");
    }

    Metric ofQueue(String name, String statistic) {
        return metric("AWS/SQS", name, statistic, Map.of("QueueName", queue.name()));
    }

    Metric ofAlias(String name, String statistic) {
        String alias = function.name() + ":" + FunctionResources.ALIAS;
        return metric("AWS/Lambda", name, statistic, Map.of("FunctionName", function.name(), "Resource", alias));
    }

    /** GB-seconds, the unit of Lambda's price. */
    MathExpression computeUsed() {
        return MathExpression.Builder.create()
                .expression("duration / 1000 * %d / 1024"
                        .formatted(settings.function().memoryMiB()))
                .usingMetrics(Map.of("duration", ofAlias("Duration", "Sum")))
                .label("GB-seconds")
                .period(PERIOD)
                .build();
    }

    static Metric ofWorkflow(LargeObjects large, String name) {
        return metric("AWS/States", name, "Sum", Map.of("StateMachineArn", large.stateMachineArn()));
    }

    /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
    static Metric ofRule(CfnRule rule, String name) {
        return metric("AWS/Events", name, "Sum", Map.of("RuleName", rule.getRef()));
    }
}
