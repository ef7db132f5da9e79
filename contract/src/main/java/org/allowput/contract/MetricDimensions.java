package org.allowput.contract;

import java.util.SortedMap;
import java.util.TreeMap;

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
}
