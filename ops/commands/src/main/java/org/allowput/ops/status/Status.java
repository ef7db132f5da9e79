package org.allowput.ops.status;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
import org.allowput.ops.aws.RecentMetrics;
import org.allowput.ops.queue.QueueState;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * The state of a deployment.
 *
 * @param published when; empty if the version was deleted
 * @param state of that version, as Lambda names it
 * @param processing the state of the event source mapping, as Lambda names it
 * @param earlyExpirations lifecycle rules that may delete objects before they are copied
 * @param lastHour what was copied and failed; empty if that is not known
 */
record Status(
        String version,
        Optional<String> published,
        String state,
        String processing,
        QueueState queue,
        QueueState deadLetters,
        List<String> earlyExpirations,
        Optional<LastHour> lastHour) {
    private static final String NO_METRICS = "not known: CloudWatch has no metrics, as nothing was delivered";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * What the function counted in the last hour.
     *
     * @param failures by cause, without those that did not occur
     */
    record LastHour(long copied, SortedMap<String, Long> failures) {
        /** Empty if CloudWatch has no metric: each invocation writes some, also of no object. */
        static Optional<LastHour> of(RecentMetrics metrics, MetricDimensions dimensions) {
            List<Double> copied = metrics.sums(FunctionMetric.OBJECTS_COPIED, dimensions, HOUR, MINUTE);
            if (copied.isEmpty()) {
                return Optional.empty();
            }
            SortedMap<String, Long> failures = new TreeMap<>();
            for (FailureCause cause : FailureCause.values()) {
                metrics.sums(FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()), HOUR, MINUTE)
                        .forEach(count -> failures.merge(cause.label(), count.longValue(), Long::sum));
            }
            return Optional.of(
                    new LastHour(copied.stream().mapToLong(Double::longValue).sum(), failures));
        }
    }

    static Status of(DeployedStack stack, Instant now) {
        LiveAlias alias = LiveAlias.of(stack);
        String live = alias.version();
        Optional<FunctionConfiguration> version = alias.find(live);
        return new Status(
                live,
                version.map(FunctionConfiguration::lastModified),
                version.map(FunctionConfiguration::stateAsString).orElse("-"),
                alias.mapping().state(),
                QueueState.of(stack, StackOutput.QUEUE_URL, now),
                QueueState.of(stack, StackOutput.DEAD_LETTER_QUEUE_URL, now),
                new EarlyExpirations(
                                stack.clients().s3(),
                                stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME),
                                stack.outputs().selection())
                        .find(),
                LastHour.of(
                        new RecentMetrics(stack.clients().cloudWatch(), now),
                        stack.outputs().metricDimensions()));
    }

    /** Whether copying is paused, or objects fail or have failed. */
    boolean needsAttention() {
        return !processing.equals("Enabled")
                || lastHour.filter(hour -> !hour.failures().isEmpty()).isPresent()
                || !deadLetters.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder("""
            version            %s, published %s, %s
            processing         %s
            queue              %s
            dead-letter queue  %s
            last hour          %s
            """.formatted(
                        version,
                        published.orElse("-"),
                        state,
                        processing,
                        queue.text(),
                        deadLetters.text(),
                        lastHour.map(hour -> "%d copied, %d failed"
                                        .formatted(
                                                hour.copied(),
                                                hour.failures().values().stream()
                                                        .mapToLong(Long::longValue)
                                                        .sum()))
                                .orElse(NO_METRICS)));
        lastHour.ifPresent(hour ->
                hour.failures().forEach((cause, count) -> text.append("  %-16s %d%n".formatted(cause, count))));
        earlyExpirations.forEach(
                line -> text.append("source lifecycle   ").append(line).append("\n"));
        return text.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version);
        published.ifPresent(date -> json.put("published", date));
        json.put("state", state);
        json.put("processing", processing);
        json.put("queue", queue.json());
        json.put("deadLetterQueue", deadLetters.json());
        json.put("earlyExpirations", earlyExpirations);
        lastHour.ifPresent(hour -> {
            json.put("copiedInLastHour", hour.copied());
            json.put("failedInLastHour", hour.failures());
        });
        return json;
    }
}
