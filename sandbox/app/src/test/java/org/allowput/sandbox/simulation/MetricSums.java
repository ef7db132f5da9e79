package org.allowput.sandbox.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;

/** What CloudWatch makes of the functions' embedded metrics, which alarms look at. */
final class MetricSums {
    private final Map<String, Long> sums = new HashMap<>();

    /** Adds what a line has, if it is one of metrics. Returns whether it is. */
    boolean add(String function, Map<String, Object> line) {
        if (!line.containsKey("_aws")) {
            return false;
        }
        Object cause = line.get(MetricDimensions.CAUSE);
        line.forEach((name, value) -> {
            if (value instanceof List<?> values) {
                long sum = values.stream()
                        .mapToLong(each -> ((Number) each).longValue())
                        .sum();
                sums.merge(name + (cause == null ? "" : cause), sum, Long::sum);
                sums.merge(function + name + (cause == null ? "" : cause), sum, Long::sum);
            }
        });
        return true;
    }

    long of(FunctionMetric metric) {
        return sums.getOrDefault(metric.id(), 0L);
    }

    /** Failures of a function that an alarm of its own is for. */
    long failures(String function, FailureCause cause) {
        return sums.getOrDefault(function + FunctionMetric.OBJECTS_FAILED.id() + cause.label(), 0L);
    }
}
