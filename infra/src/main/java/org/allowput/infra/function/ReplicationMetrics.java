package org.allowput.infra.function;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.events.CfnRule;

/** Metrics of the function itself, of its alias, and of its two queues. */
public final class ReplicationMetrics {
    public static final Duration PERIOD = Duration.minutes(5);

    /** Between two deliveries of a message that fails, by the function's RetrySchedule. */
    private static final Duration LONGEST_DELAY = Duration.minutes(10);

    private final MetricDimensions dimensions;
    private final ReplicationFunction function;
    private final ReplicationQueue queue;
    private final int memory;

    public ReplicationMetrics(Settings settings, ReplicationFunction function, ReplicationQueue queue) {
        this.dimensions = MetricDimensions.of(
                settings.deploymentName().text(), settings.target().bucketName().text());
        this.function = function;
        this.queue = queue;
        this.memory = settings.function().memoryMiB();
    }

    /** One of the function's own metrics that are counts. */
    public IMetric counted(FunctionMetric name) {
        return own(name, "Sum", dimensions);
    }

    /** What was counted last, all at once. */
    public IMetric latest(FunctionMetric name) {
        return own(name, "Maximum", dimensions);
    }

    public IMetric lag(String percentile) {
        return own(FunctionMetric.REPLICATION_LAG, percentile, dimensions);
    }

    public List<IMetric> failuresByCause() {
        return Arrays.stream(FailureCause.values())
                .map(cause -> (IMetric) failures(cause)
                        .with(MetricOptions.builder().label(cause.label()).build()))
                .toList();
    }

    /** Objects that failed for one cause. */
    private Metric failures(FailureCause cause) {
        return own(FunctionMetric.OBJECTS_FAILED, "Sum", dimensions.ofCause(cause.label()));
    }

    /**
     * Seconds since the oldest of the messages was sent that failed in the period. SQS's own metric leaves out a
     * message that was received three times.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">
     *     ApproximateAgeOfOldestMessage</a>
     */
    public IMetric failedMessageAge() {
        return acrossRetries(own(FunctionMetric.FAILED_MESSAGE_AGE, "Maximum", dimensions));
    }

    /**
     * Over a period in which each message that fails is delivered, so that an alarm does not end between two
     * deliveries.
     */
    public IMetric deniedRoles() {
        return acrossRetries(own(FunctionMetric.ASSUME_ROLE_DENIED, "Sum", dimensions));
    }

    /** Over the same period. */
    public IMetric deniedRequests() {
        return acrossRetries(failures(FailureCause.ACCESS_DENIED));
    }

    private static IMetric acrossRetries(Metric metric) {
        return metric.with(MetricOptions.builder().period(LONGEST_DELAY).build());
    }

    public IMetric errors() {
        return function.live().metricErrors(every(PERIOD));
    }

    /** Events that Lambda could not send to the queue, of every version of the function. */
    public IMetric deadLetterErrors() {
        return function.metricDeadLetterErrors(of("Sum"));
    }

    public IMetric throttles() {
        return function.live().metricThrottles(every(PERIOD));
    }

    public IMetric invocations() {
        return function.live().metricInvocations(every(PERIOD));
    }

    public IMetric concurrency() {
        return function.live().metric("ConcurrentExecutions", of("Maximum"));
    }

    /** GB-seconds, the unit of Lambda's price. */
    public IMetric computeUsed() {
        return MathExpression.Builder.create()
                .expression("duration / 1000 * %d / 1024".formatted(memory))
                .usingMetrics(Map.of("duration", function.live().metricDuration(of("Sum"))))
                .label("GB-seconds")
                .period(PERIOD)
                .build();
    }

    public IMetric messagesSent() {
        return queue.queue().metricNumberOfMessagesSent(every(PERIOD));
    }

    public IMetric waiting() {
        return queue.queue().metricApproximateNumberOfMessagesVisible(every(PERIOD));
    }

    /** Being copied, or waiting for their next delivery. */
    public IMetric inFlight() {
        return queue.queue().metricApproximateNumberOfMessagesNotVisible(every(PERIOD));
    }

    public IMetric oldestMessage() {
        return queue.queue().metricApproximateAgeOfOldestMessage(every(PERIOD));
    }

    public IMetric deadLetters() {
        return queue.deadLetters().metricApproximateNumberOfMessagesVisible(every(Duration.minutes(1)));
    }

    /**
     * A metric of a rule on the account's default event bus.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html">EventBridge
     *     metrics</a>
     */
    public static IMetric ofRule(CfnRule rule, String name) {
        return Metric.Builder.create()
                .namespace("AWS/Events")
                .metricName(name)
                .dimensionsMap(Map.of("RuleName", rule.getRef()))
                .statistic("Sum")
                .period(PERIOD)
                .build();
    }

    /** A statistic of each period. */
    public static MetricOptions of(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(PERIOD).build();
    }

    private static MetricOptions every(Duration period) {
        return MetricOptions.builder().period(period).build();
    }

    private static Metric own(FunctionMetric metric, String statistic, MetricDimensions dimensions) {
        return Metric.Builder.create()
                .namespace(FunctionMetric.NAMESPACE)
                .metricName(metric.id())
                .dimensionsMap(dimensions.byName())
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }
}
