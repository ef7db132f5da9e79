package org.allowput.ops.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

@Command(
        name = "status",
        exitCodeList = "1:Copying is paused, objects failed in the last hour, or the dead-letter queue is not empty.")
public final class StatusCommand extends StackCommand {
    private static final Duration HOUR = Duration.ofHours(1);
    /** SQS measures every minute; a queue that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer consumer = QueueConsumer.of(deployed);
        GetFunctionConfigurationResponse live = consumer.configuration();
        String processing = consumer.mapping().state();
        QueueState queue = QueueState.of(deployed, StackOutput.QUEUE_URL);
        QueueState dead = QueueState.of(deployed, StackOutput.DEAD_LETTER_QUEUE_URL);
        MetricDimensions dimensions = deployed.outputs().metricDimensions();
        Optional<Long> copied = inLastHour(deployed, FunctionMetric.OBJECTS_COPIED, dimensions);
        SortedMap<String, Long> failed = new TreeMap<>();
        for (FailureCause cause : FailureCause.values()) {
            inLastHour(deployed, FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()))
                    .ifPresent(count -> failed.put(cause.label(), count));
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", live.version());
        status.put("published", live.lastModified());
        status.put("state", live.stateAsString());
        status.put("processing", processing);
        status.put("queue", queue);
        status.put("deadLetterQueue", dead);
        copied.ifPresent(count -> status.put("copiedInLastHour", count));
        if (copied.isPresent() || !failed.isEmpty()) {
            status.put("failedInLastHour", failed);
        }
        StringBuilder text = new StringBuilder("""
            version            %s, published %s, %s
            processing         %s
            queue              %s
            dead-letter queue  %s
            last hour          %s
            """.formatted(
                        live.version(),
                        live.lastModified(),
                        live.stateAsString(),
                        processing,
                        queue.text(),
                        dead.text(),
                        copied.map(count -> count + " copied, "
                                        + failed.values().stream()
                                                .mapToLong(Long::longValue)
                                                .sum() + " failed")
                                .orElse("not known: CloudWatch has no metrics, as nothing was delivered")));
        failed.forEach((cause, count) -> text.append("  %-16s %d%n".formatted(cause, count)));
        output.print(status, text.toString());
        boolean isFine = processing.equals("Enabled") && failed.isEmpty() && !dead.hasMessages();
        return (isFine ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /**
     * A queue's depth and the age of its oldest message.
     *
     * @param oldestSeconds null if SQS has not measured it lately
     */
    record QueueState(long waiting, long inFlight, @Nullable Long oldestSeconds) {
        private static QueueState of(DeployedStack stack, StackOutput output) {
            QueueDepth depth = QueueDepth.of(stack, output);
            String url = stack.outputs().get(output);
            Map<String, String> dimensions = Map.of("QueueName", url.substring(url.lastIndexOf('/') + 1));
            Long oldest = minutes(stack, "AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, LATELY)
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

    /** Empty if CloudWatch has no such metric: each invocation writes some, also of no object. */
    private static Optional<Long> inLastHour(DeployedStack stack, FunctionMetric metric, MetricDimensions dimensions) {
        return minutes(stack, FunctionMetric.NAMESPACE, metric.id(), dimensions.byName(), HOUR)
                .map(minute -> minute.sum().longValue())
                .reduce(Long::sum);
    }

    /** What was measured until now, in no order. CloudWatch has it about two minutes late. */
    private static Stream<Datapoint> minutes(
            DeployedStack stack, String namespace, String metric, Map<String, String> dimensions, Duration age) {
        Instant now = Instant.now();
        return stack
                .clients()
                .build(CloudWatchClient.builder())
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
                        .statistics(Statistic.SUM, Statistic.MAXIMUM))
                .datapoints()
                .stream();
    }
}
