package org.allowput.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.contract.json.JsonDocuments;

/**
 * The dimensions of a deployment's metrics, by their names. CloudWatch has one metric per set of dimensions and answers
 * for exactly the set that is asked for, so writer and readers need the same.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#dimension-combinations">
 *     Dimension combinations</a>
 */
public record MetricDimensions(SortedMap<String, String> byName) {
    public static final String CAUSE = "Cause";

    private static final String TARGET_BUCKET = "TargetBucket";
    private static final String DEPLOYMENT = "Deployment";

    /** Those of all metrics of a deployment, whose name may be empty. */
    public static MetricDimensions of(String name, String targetBucket) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        dimensions.put(TARGET_BUCKET, targetBucket);
        if (!name.isEmpty()) {
            dimensions.put(DEPLOYMENT, name);
        }
        return new MetricDimensions(dimensions);
    }

    public MetricDimensions ofCause(String cause) {
        SortedMap<String, String> dimensions = new TreeMap<>(byName);
        dimensions.put(CAUSE, cause);
        return new MetricDimensions(dimensions);
    }

    /**
     * Metrics in CloudWatch's embedded metric format: a line of a log that CloudWatch makes metrics of, without a call
     * or a permission.
     *
     * @param time in milliseconds
     * @param values at most 100 of each
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
     *     metric format</a>
     */
    public String line(long time, Map<FunctionMetric, List<Long>> values) {
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Namespace", FunctionMetric.NAMESPACE);
        directive.put("Dimensions", List.of(byName.keySet()));
        List<Map<String, String>> metrics = new ArrayList<>();
        directive.put("Metrics", metrics);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("Timestamp", time);
        about.put("CloudWatchMetrics", List.of(directive));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", about);
        line.putAll(byName);
        values.forEach((metric, numbers) -> {
            metrics.add(new TreeMap<>(Map.of("Name", metric.id(), "Unit", metric.unit())));
            line.put(metric.id(), numbers);
        });
        return JsonDocuments.line(line);
    }
}
