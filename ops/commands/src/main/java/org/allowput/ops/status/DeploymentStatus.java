package org.allowput.ops.status;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.jspecify.annotations.Nullable;
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

    static DeploymentStatus of(DeployedStack stack) {
        LiveAlias alias = LiveAlias.of(stack);
        GetFunctionConfigurationResponse live = alias.configuration();
        RecentMetrics metrics = new RecentMetrics(stack.clients().cloudWatch(), Instant.now());
        MetricDimensions dimensions = stack.outputs().metricDimensions();
        SortedMap<String, Long> failures = new TreeMap<>();
        for (FailureCause cause : FailureCause.values()) {
            metrics.inLastHour(FunctionMetric.OBJECTS_FAILED, dimensions.ofCause(cause.label()))
                    .ifPresent(count -> failures.put(cause.label(), count));
        }
        Long copied =
                metrics.inLastHour(FunctionMetric.OBJECTS_COPIED, dimensions).orElse(null);
        return new DeploymentStatus(
                live.version(),
                live.lastModified(),
                live.stateAsString(),
                alias.mapping().state(),
                QueueState.of(stack, StackOutput.QUEUE_URL, metrics),
                QueueState.of(stack, StackOutput.DEAD_LETTER_QUEUE_URL, metrics),
                copied,
                copied == null && failures.isEmpty() ? null : failures);
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
