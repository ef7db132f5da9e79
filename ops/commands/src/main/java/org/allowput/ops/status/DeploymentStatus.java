package org.allowput.ops.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/**
 * The state of a deployment.
 *
 * @param published when the live version was
 * @param state of that version, as Lambda names it
 * @param processing the state of the event source mapping, as Lambda names it
 * @param copiedInLastHour null if CloudWatch has no metric: each invocation writes some, also of no object
 * @param failedInLastHour by cause, without those that did not occur; null if CloudWatch has no metric
 */
record DeploymentStatus(
        String version,
        String published,
        String state,
        String processing,
        QueueState queue,
        QueueState deadLetterQueue,
        @Nullable Long copiedInLastHour,
        @Nullable SortedMap<String, Long> failedInLastHour) {
    private static final String NO_METRICS = "not known: CloudWatch has no metrics, as nothing was delivered";
    private static final Duration HOUR = Duration.ofHours(1);
    /** SQS measures every minute; a queue that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    /**
     * A queue's depth and the age of its oldest message.
     *
     * @param oldestSeconds null if SQS has not measured it lately
     */
    record QueueState(long waiting, long inFlight, @Nullable Long oldestSeconds) {
        private static QueueState of(DeployedStack stack, StackOutput output) {
            String url = stack.outputs().get(output);
            QueueDepth depth = QueueDepth.of(stack.clients().sqs(), url);
            Map<String, String> dimensions = Map.of("QueueName", url.substring(url.lastIndexOf('/') + 1));
            Long oldest =
                    byMinute(stack, "AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, Statistic.MAXIMUM, LATELY)
                            .stream()
                            .max(Comparator.comparing(Datapoint::timestamp))
                            .map(latest -> latest.maximum().longValue())
                            .orElse(null);
            return new QueueState(depth.waiting(), depth.inFlight(), oldest);
        }

        private boolean hasMessages() {
            return waiting + inFlight > 0;
        }

        private String text() {
            String text = waiting + " waiting, " + inFlight + " in flight";
            if (oldestSeconds == null || !hasMessages()) {
                return text;
            }
            Duration oldest = Duration.ofSeconds(oldestSeconds);
            String age = oldest.toHours() > 0
                    ? oldest.toHours() + " h " + oldest.toMinutesPart() + " min"
                    : oldest.toMinutes() > 0 ? oldest.toMinutes() + " min" : oldest.toSeconds() + " s";
            return text + ", the oldest for " + age;
        }
    }

    static DeploymentStatus of(DeployedStack stack) {
        LiveAlias alias = LiveAlias.of(stack);
        GetFunctionConfigurationResponse live = alias.configuration();
        MetricDimensions dimensions = stack.outputs().metricDimensions();
        SortedMap<String, Long> failures = new TreeMap<>();
        for (FailureCause cause : FailureCause.values()) {
            inLastHour(stack, FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()))
                    .ifPresent(count -> failures.put(cause.label(), count));
        }
        Long copied =
                inLastHour(stack, FunctionMetric.OBJECTS_COPIED, dimensions).orElse(null);
        return new DeploymentStatus(
                live.version(),
                live.lastModified(),
                live.stateAsString(),
                alias.mapping().state(),
                QueueState.of(stack, StackOutput.QUEUE_URL),
                QueueState.of(stack, StackOutput.DEAD_LETTER_QUEUE_URL),
                copied,
                copied == null && failures.isEmpty() ? null : failures);
    }

    /** How often the function counted something in the last hour; empty if CloudWatch has no such metric. */
    private static Optional<Long> inLastHour(DeployedStack stack, FunctionMetric metric, MetricDimensions dimensions) {
        return byMinute(stack, FunctionMetric.NAMESPACE, metric.id(), dimensions.byName(), Statistic.SUM, HOUR).stream()
                .map(minute -> minute.sum().longValue())
                .reduce(Long::sum);
    }

    /** What was measured until now, in no order. CloudWatch has it about two minutes late. */
    private static List<Datapoint> byMinute(
            DeployedStack stack,
            String namespace,
            String metric,
            Map<String, String> dimensions,
            Statistic statistic,
            Duration age) {
        Instant now = Instant.now();
        return stack.clients()
                .cloudWatch()
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

    private SortedMap<String, Long> failures() {
        return failedInLastHour == null ? Collections.emptySortedMap() : failedInLastHour;
    }

    /** Whether copying is paused, or objects fail or have failed. */
    boolean needsAttention() {
        return !processing.equals("Enabled") || !failures().isEmpty() || deadLetterQueue.hasMessages();
    }

    String text() {
        long failed = failures().values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder("""
            version            %s, published %s, %s
            processing         %s
            queue              %s
            dead-letter queue  %s
            last hour          %s
            """.formatted(
                version,
                published,
                state,
                processing,
                queue.text(),
                deadLetterQueue.text(),
                copiedInLastHour == null ? NO_METRICS : "%d copied, %d failed".formatted(copiedInLastHour, failed)));
        failures().forEach((cause, count) -> text.append("  %-16s %d%n".formatted(cause, count)));
        return text.toString();
    }
}
