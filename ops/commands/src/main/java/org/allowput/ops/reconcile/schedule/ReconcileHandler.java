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
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.compare.ReconciliationSummary;
import org.allowput.ops.queue.CopyRequests;
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

    /** The first findings in the order of keys, which is that of S3, as lines of the log. */
    private static final String FINDINGS = """
        SELECT kind AS message, key AS sourceKey, size, iso(lastModified) AS lastModified, reason
        FROM findings ORDER BY key LIMIT 1000
        """;

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
        try (Database database = new Database()) {
            ReconciliationSummary summary = new Reconciliation(grace, null).compare(stack, "", database, started);
            database.rows(FINDINGS).forEach(this::log);
            summary.counts().columns().put("message", "compared");
            log(summary.counts().columns());
            Map<FunctionMetric, List<Long>> metrics = new EnumMap<>(FunctionMetric.class);
            metrics.put(FunctionMetric.OBJECTS_MISSING, List.of(summary.counts().sum("missing")));
            metrics.put(FunctionMetric.OBJECTS_STALE, List.of(summary.counts().sum("stale")));
            if (stack.outputs().selection().requiresTag()) {
                metrics.put(
                        FunctionMetric.LONGEST_WAIT, List.of(summary.counts().sum("longestWait")));
            }
            out.println(MetricDimensions.of(
                            variables.getOrDefault(FunctionVariable.DEPLOYMENT_NAME.name(), ""),
                            stack.outputs().get(StackOutput.TARGET_BUCKET_NAME))
                    .line(System.currentTimeMillis(), metrics));
            long findings = summary.counts().sum("repairable");
            if (Boolean.parseBoolean(variables.get("REQUEUE")) && findings > 0) {
                long waiting = QueueDepth.of(stack, StackOutput.QUEUE_URL).waiting();
                if (waiting > 0) {
                    String reason = waiting + " messages wait in the queue, and may be for the same objects";
                    log(Map.of("message", "not sent to the queue", "reason", reason));
                } else {
                    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis())
                            .minus(RESERVE);
                    long most = Math.max(0, left.toSeconds() * PER_SECOND);
                    List<String> unsent = Reconciliation.unsent(stack, database, most);
                    long sent = new CopyRequests(stack, InstantSource.system()).send(unsent, PER_SECOND);
                    log(Map.of("message", "sent to the queue", "messages", sent, "findings", findings));
                }
            }
        }
    }

    private void log(Map<String, ? extends @Nullable Object> line) {
        out.println(JsonDocuments.line(line));
    }
}
