package org.allowput.ops.reconcile.schedule;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.compare.ReconcileResult;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.database.Database;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda handler of scheduled comparisons: compares the source bucket with the receipts, writes findings and
 * metrics to the log, and sends a message to the queue for each finding if that is set.
 *
 * <p>Its environment variables have the names of the stack's outputs, so that the comparison is that of
 * {@code bin/reconcile}; and {@code REQUEUE}, {@code DEPLOYMENT_NAME}, and for tests {@code GRACE_MINUTES}. A
 * comparison that does not fit into the function's timeout of 15 minutes ends as an error of the function. Nothing is
 * sent then.
 */
public final class ReconcileHandler implements RequestStreamHandler {
    /** Objects that changed more recently are neither missing nor stale: their messages may still be retried. */
    private static final String GRACE_MINUTES = "120";

    private static final int MAX_FINDINGS = 1000;
    private static final int PER_SECOND = 100;
    /** What the comparison leaves of the function's time for sending. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final Map<String, String> variables = System.getenv();
    private final DeployedStack stack = new DeployedStack(
            ProfileClients.open(Optional.empty(), Optional.empty()),
            new StackOutputs("of this function's environment variables", variables));
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /** Ignores the event: a schedule has no content. */
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context) throws IOException {
        Instant started = Instant.now();
        Duration grace = Duration.ofMinutes(Long.parseLong(variables.getOrDefault("GRACE_MINUTES", GRACE_MINUTES)));
        try (Database database = Database.open()) {
            ReconcileResult result = Reconciliation.of(stack, "", grace)
                    .compare(
                            database,
                            Reconciliation.written(stack.outputs(), Optional.empty(), started),
                            Optional.empty(),
                            started);
            result.first(MAX_FINDINGS).forEach(this::log);
            Map<String, Object> counts = new LinkedHashMap<>(Map.of("message", "compared"));
            counts.putAll(result.counts());
            log(counts);
            metrics(
                    "Count",
                    Map.of(
                            FunctionMetric.OBJECTS_MISSING, result.number("missing"),
                            FunctionMetric.OBJECTS_STALE, result.number("stale")));
            if (stack.outputs().selection().requiresTag()) {
                Duration wait = result.longestWait(started);
                metrics("Seconds", Map.of(FunctionMetric.LONGEST_WAIT, wait.toSeconds()));
            }
            if (Boolean.parseBoolean(variables.get("REQUEUE")) && result.repairable() > 0) {
                requeue(result, Duration.ofMillis(context.getRemainingTimeInMillis()));
            }
        }
    }

    private void requeue(ReconcileResult result, Duration left) {
        long waiting = QueueDepth.of(stack, StackOutput.QUEUE_URL).waiting();
        if (waiting > 0) {
            String reason = waiting + " messages wait in the queue, and may be for the same objects";
            log(Map.of("message", "not sent to the queue", "reason", reason));
            return;
        }
        long most = Math.max(0, left.minus(RESERVE).toSeconds() * PER_SECOND);
        List<String> unsent = result.unsent(DeadLetters.of(stack).peek(), most);
        long sent = CopyRequests.of(stack).send(unsent, PER_SECOND);
        log(Map.of("message", "sent to the queue", "messages", sent, "findings", result.repairable()));
    }

    /**
     * Metrics, as CloudWatch reads them from the log.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
     *     metric format</a>
     */
    private void metrics(String unit, Map<FunctionMetric, Long> values) {
        Map<String, String> dimensions = MetricDimensions.of(
                        variables.getOrDefault(FunctionVariable.DEPLOYMENT_NAME.name(), ""),
                        stack.outputs().get(StackOutput.TARGET_BUCKET_NAME))
                .byName();
        Map<FunctionMetric, Long> sorted = new TreeMap<>(values);
        Map<String, Object> directive = Map.of(
                "Namespace", FunctionMetric.NAMESPACE,
                "Dimensions", List.of(List.copyOf(dimensions.keySet())),
                "Metrics",
                        sorted.keySet().stream()
                                .map(metric -> Map.of("Name", metric.id(), "Unit", unit))
                                .toList());
        Map<String, Object> line = new LinkedHashMap<>(dimensions);
        line.put("_aws", Map.of("Timestamp", System.currentTimeMillis(), "CloudWatchMetrics", List.of(directive)));
        sorted.forEach((metric, value) -> line.put(metric.id(), value));
        log(line);
    }

    /** Writes one JSON object. */
    private void log(Map<String, ? extends @Nullable Object> line) {
        out.println(JsonDocuments.line(line));
    }
}
