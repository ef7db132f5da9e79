package org.allowput.ops.reconcile.schedule;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.compare.ReconcileResult;
import org.jspecify.annotations.Nullable;

/**
 * The log of scheduled comparisons: one JSON object per line, and the metrics as CloudWatch's embedded metric format.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
record ReconcileLog(PrintWriter out, MetricDimensions dimensions) {
    private static final int MAX_FINDINGS = 1000;

    /** Writes the first findings, what was counted, and the metrics. */
    void write(ReconcileResult result) {
        result.first(MAX_FINDINGS).forEach(this::print);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("message", "compared");
        counts.putAll(result.counts());
        print(counts);
        metrics(
                "Count",
                Map.of(
                        FunctionMetric.OBJECTS_MISSING, result.number("missing"),
                        FunctionMetric.OBJECTS_STALE, result.number("stale")));
    }

    /** Writes how long an object has waited for its tag at most. */
    void longestWait(Duration wait) {
        metrics("Seconds", Map.of(FunctionMetric.LONGEST_WAIT, wait.toSeconds()));
    }

    private void metrics(String unit, Map<FunctionMetric, Long> values) {
        Map<FunctionMetric, Long> sorted = new TreeMap<>(values);
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Namespace", FunctionMetric.NAMESPACE);
        directive.put("Dimensions", List.of(List.copyOf(dimensions.byName().keySet())));
        directive.put(
                "Metrics",
                sorted.keySet().stream()
                        .map(metric -> Map.of("Name", metric.id(), "Unit", unit))
                        .toList());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", Map.of("Timestamp", System.currentTimeMillis(), "CloudWatchMetrics", List.of(directive)));
        line.putAll(dimensions.byName());
        sorted.forEach((metric, value) -> line.put(metric.id(), value));
        print(line);
    }

    void sent(long messages, long findings) {
        print(Map.of("message", "sent to the queue", "messages", messages, "findings", findings));
    }

    void notSent(String reason) {
        print(Map.of("message", "not sent to the queue", "reason", reason));
    }

    private void print(Map<String, ? extends @Nullable Object> line) {
        out.println(JsonDocuments.line(line));
        out.flush();
    }
}
