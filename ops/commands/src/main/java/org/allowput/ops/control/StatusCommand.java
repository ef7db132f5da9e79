package org.allowput.ops.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.contract.connection.LinkState;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

@Command(name = "status")
public final class StatusCommand extends StackCommand {
    private static final Duration HOUR = Duration.ofHours(1);
    /** SQS measures every minute; a queue that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer consumer = QueueConsumer.of(deployed);
        GetFunctionConfigurationResponse live = consumer.configuration();
        Optional<EventSourceMappingConfiguration> mapping = consumer.findMapping();
        String processing = mapping.map(EventSourceMappingConfiguration::state).orElse("Deleted");
        CloudWatchClient cloudWatch = deployed.clients().build(CloudWatchClient.builder());
        Map<String, Object> dead = queue(deployed, StackOutput.DEAD_LETTER_QUEUE_URL, cloudWatch);
        MetricDimensions dimensions = MetricDimensions.of(
                deployed.outputs().find(StackOutput.DEPLOYMENT_NAME).orElse(""),
                deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME));
        Optional<Long> copied = count(cloudWatch, FunctionMetric.OBJECTS_COPIED, dimensions);
        SortedMap<String, Long> failed = new TreeMap<>();
        for (FailureCause cause : FailureCause.values()) {
            count(cloudWatch, FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()))
                    .ifPresent(count -> failed.put(cause.label(), count));
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", live.version());
        status.put("published", live.lastModified());
        status.put("state", live.stateAsString());
        status.put("processing", processing);
        status.put("queue", queue(deployed, StackOutput.QUEUE_URL, cloudWatch));
        status.put("deadLetterQueue", dead);
        if (copied.isPresent() || !failed.isEmpty()) {
            status.put("copiedInLastHour", copied.orElse(0L));
            status.put("failedInLastHour", failed);
        } else {
            status.put("lastHour", "not known: CloudWatch has no metrics, as nothing was delivered");
        }
        List<Link> links = Links.read(deployed, mapping, live, copied, failed, Operations.typed("resume") + typed());
        if (output.isJson()) {
            status.put("links", links.stream().map(Link::facts).toList());
        } else {
            status.put(
                    "connected",
                    links.stream()
                            .filter(link -> link.state() == LinkState.CONNECTED)
                            .map(Link::name)
                            .toList());
            links.stream()
                    .filter(link -> link.state() != LinkState.CONNECTED)
                    .forEach(link -> status.put(link.name(), link.line()));
        }
        output.printFacts(status);
        boolean isEmpty = Objects.equals(dead.get("waiting"), 0L) && Objects.equals(dead.get("inFlight"), 0L);
        boolean isFine = processing.equals("Enabled")
                && failed.isEmpty()
                && isEmpty
                && links.stream().noneMatch(link -> link.state() == LinkState.CUT);
        return (isFine ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /**
     * Its depth, and the age of its oldest message if SQS has measured it lately; for some minutes also of an empty
     * queue.
     */
    private static Map<String, Object> queue(DeployedStack deployed, StackOutput output, CloudWatchClient cloudWatch) {
        QueueDepth depth = QueueDepth.of(deployed, output);
        String name = deployed.outputs().get(output).replaceFirst(".*/", "");
        String oldest = minutes(
                        cloudWatch, "AWS/SQS", "ApproximateAgeOfOldestMessage", Map.of("QueueName", name), LATELY)
                .max(Comparator.comparing(Datapoint::timestamp))
                .map(latest -> Duration.ofSeconds(latest.maximum().longValue()).toString())
                .orElse(null);
        return Output.facts("waiting", depth.waiting(), "inFlight", depth.inFlight(), "oldest", oldest);
    }

    /** Empty if CloudWatch has no such metric: each invocation writes some, also of no object. */
    private static Optional<Long> count(
            CloudWatchClient cloudWatch, FunctionMetric metric, MetricDimensions dimensions) {
        return minutes(cloudWatch, FunctionMetric.NAMESPACE, metric.id(), dimensions.byName(), HOUR)
                .map(minute -> minute.sum().longValue())
                .reduce(Long::sum);
    }

    /** What was measured until now, in no order. CloudWatch has it about two minutes late. */
    private static Stream<Datapoint> minutes(
            CloudWatchClient cloudWatch,
            String namespace,
            String metric,
            Map<String, String> dimensions,
            Duration age) {
        Instant now = Instant.now();
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
                        .statistics(Statistic.SUM, Statistic.MAXIMUM))
                .datapoints()
                .stream();
    }
}
