package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.emulator.local.Unchecked;

/**
 * The metrics that CloudWatch has of a run, by name and by what tells them apart: of the function's own, the cause; of
 * SQS's, the queue; of Lambda's, the function.
 */
final class SimulatedMetrics {
    private final Map<String, NavigableMap<Instant, List<Double>>> series = new TreeMap<>();

    /** The values of a metric, by their times. */
    NavigableMap<Instant, List<Double>> values(String namespace, String metric, String of) {
        return series.getOrDefault(name(namespace, metric, of), new TreeMap<>());
    }

    private static String name(String namespace, String metric, String of) {
        return namespace + " " + metric + " " + of;
    }

    void put(String namespace, String metric, String of, Instant time, double value) {
        series.computeIfAbsent(name(namespace, metric, of), name -> new TreeMap<>())
                .computeIfAbsent(time, each -> new ArrayList<>())
                .add(value);
    }

    /** What the functions write into their log in CloudWatch's embedded metric format. */
    void logged(String line) {
        Map<String, Object> fields = Unchecked.get(() -> JSON.std.mapFrom(line));
        if (!(fields.get("_aws") instanceof Map<?, ?> header)) {
            return;
        }
        Instant time = Instant.ofEpochMilli(((Number) Objects.requireNonNull(header.get("Timestamp"))).longValue());
        Object cause = fields.getOrDefault(MetricDimensions.CAUSE, "");
        fields.forEach((name, value) -> {
            if (value instanceof List<?> values) {
                values.forEach(each ->
                        put(FunctionMetric.NAMESPACE, name, cause.toString(), time, ((Number) each).doubleValue()));
            }
        });
    }

    /**
     * What SQS measures of a queue each minute.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Available
     *     metrics</a>: a message that was received three times and not deleted is not the oldest
     */
    void measure(SimulatedQueue queue, Instant time) {
        put("AWS/SQS", "ApproximateNumberOfMessagesVisible", queue.name(), time, (double) queue.visible());
        queue.messages().stream()
                .filter(message -> message.receives < 3)
                .mapToLong(message -> time.toEpochMilli() - message.sentMillis)
                .max()
                .ifPresent(age -> put("AWS/SQS", "ApproximateAgeOfOldestMessage", queue.name(), time, age / 1000.0));
    }
}
