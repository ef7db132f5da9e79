package org.allowput.lambda.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;

/**
 * What one invocation adds to the metrics, written as CloudWatch embedded metric format: log lines that CloudWatch
 * makes metrics of, without a call or a permission.
 *
 * <p>Names and dimensions are those of {@link FunctionMetric} and {@link MetricDimensions}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
public final class Metrics {
    /** The most values that one metric can have in one line. */
    private static final int MAX_VALUES = 100;

    private final MetricDimensions dimensions;
    private final InstantSource clock;
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<Long> lags = new ArrayList<>();
    private long copied;
    private long bytes;
    private long unconfirmed;
    private long existing;
    private long skipped;
    private long gone;
    private long waiting;
    private long refused;
    private long receiptsFailed;
    private long handedOver;
    private long largeObjectBytes;
    private long retriesNotScheduled;
    private long failedMessageAge;
    private long requests;
    private long requestsThrottled;
    private long requestsFailed;

    /** @param deployment the name of the deployment; empty for the default one */
    public Metrics(String deployment, String targetBucket, InstantSource clock) {
        this.dimensions = MetricDimensions.of(deployment, targetBucket);
        this.clock = clock;
    }

    /** Counts an object that was copied, or deleted. */
    public void copied(long size) {
        copied++;
        bytes += size;
    }

    /** Counts the time from a change of an object to its acknowledgement. */
    public void lag(Duration lag) {
        lags.add(Math.max(0, lag.toMillis()));
    }

    /** Counts an object that was put, and whose source was gone when it was looked at again. */
    public void unconfirmed() {
        unconfirmed++;
    }

    /** Counts an object that was not copied, because the target has one that is not replaced. */
    public void existing() {
        existing++;
    }

    /** Counts an object with which there was nothing to do. */
    public void skipped() {
        skipped++;
    }

    /** Counts an object that was created, and was gone before it was copied. */
    public void gone() {
        gone++;
    }

    /** Counts an object without the required tag. */
    public void waiting() {
        waiting++;
    }

    /** Counts an object with another value of the required tag. */
    public void refused() {
        refused++;
    }

    /** Counts an object that was handed over to the workflow for large objects. */
    public void handedOver() {
        handedOver++;
    }

    /** Counts the bytes of a range of a large object. */
    public void largeObject(long rangeBytes) {
        largeObjectBytes += rangeBytes;
    }

    /** Counts an object, or an unreadable message, that failed. */
    public void failed(String cause) {
        failures.merge(cause, 1L, Long::sum);
    }

    /** Counts objects whose receipts were not written. */
    public void receiptsFailed(long objects) {
        receiptsFailed += objects;
    }

    /** Counts messages that failed and whose next delivery could not be scheduled. */
    public void retriesNotScheduled(long messages) {
        retriesNotScheduled += messages;
    }

    /** Keeps the largest age of a message that failed and will be delivered again. */
    public void failedMessageAge(Duration age) {
        failedMessageAge = Math.max(failedMessageAge, age.toSeconds());
    }

    /**
     * Counts requests to AWS, each attempt for itself.
     *
     * @param throttled of those that were sent, answered by a wish for fewer
     * @param failed of those that were sent, answered by another error of the server, or not at all
     */
    public void requests(long sent, long throttled, long failed) {
        requests += sent;
        requestsThrottled += throttled;
        requestsFailed += failed;
    }

    /** Writes all that was counted. */
    public void writeTo(Consumer<String> lines) {
        long failed = failures.values().stream().mapToLong(Long::longValue).sum();
        List<Metric> totals = List.of(
                Metric.count(FunctionMetric.OBJECTS_COPIED, copied),
                new Metric(FunctionMetric.BYTES_COPIED, "Bytes", List.of(bytes)),
                Metric.count(FunctionMetric.OBJECTS_UNCONFIRMED, unconfirmed),
                Metric.count(FunctionMetric.OBJECTS_SKIPPED, skipped),
                Metric.count(FunctionMetric.OBJECTS_FAILED, failed),
                Metric.count(
                        FunctionMetric.ASSUME_ROLE_DENIED,
                        failures.getOrDefault(FailureCause.ASSUME_ROLE_DENIED.label(), 0L)),
                Metric.count(FunctionMetric.REQUESTS, requests),
                Metric.count(FunctionMetric.REQUESTS_THROTTLED, requestsThrottled),
                Metric.count(FunctionMetric.REQUESTS_FAILED, requestsFailed));
        lines.accept(line(dimensions, totals));
        unlessZero(FunctionMetric.OBJECTS_GONE, "Count", gone, lines);
        unlessZero(FunctionMetric.OBJECTS_EXISTING, "Count", existing, lines);
        unlessZero(FunctionMetric.OBJECTS_WAITING, "Count", waiting, lines);
        unlessZero(FunctionMetric.OBJECTS_REFUSED, "Count", refused, lines);
        unlessZero(FunctionMetric.RECEIPTS_FAILED, "Count", receiptsFailed, lines);
        unlessZero(FunctionMetric.OBJECTS_HANDED_OVER, "Count", handedOver, lines);
        unlessZero(FunctionMetric.LARGE_OBJECT_BYTES, "Bytes", largeObjectBytes, lines);
        unlessZero(FunctionMetric.RETRIES_NOT_SCHEDULED, "Count", retriesNotScheduled, lines);
        unlessZero(FunctionMetric.FAILED_MESSAGE_AGE, "Seconds", failedMessageAge, lines);
        for (int from = 0; from < lags.size(); from += MAX_VALUES) {
            List<Long> values = lags.subList(from, Math.min(lags.size(), from + MAX_VALUES));
            Metric lag = new Metric(FunctionMetric.REPLICATION_LAG, "Milliseconds", values);
            lines.accept(line(dimensions, List.of(lag)));
        }
        failures.forEach((cause, count) -> lines.accept(
                line(dimensions.ofCause(cause), List.of(Metric.count(FunctionMetric.OBJECTS_FAILED, count)))));
    }

    /** Writes what only some invocations have: a metric that is never written costs nothing. */
    private void unlessZero(FunctionMetric name, String unit, long value, Consumer<String> lines) {
        if (value > 0) {
            lines.accept(line(dimensions, List.of(new Metric(name, unit, List.of(value)))));
        }
    }

    private record Metric(FunctionMetric name, String unit, List<Long> values) {
        static Metric count(FunctionMetric name, long value) {
            return new Metric(name, "Count", List.of(value));
        }

        void define(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("Name", name.id());
            json.writeStringField("Unit", unit);
            json.writeEndObject();
        }

        void write(JsonGenerator json) throws IOException {
            json.writeArrayFieldStart(name.id());
            for (long value : values) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        }
    }

    private String line(MetricDimensions dimensions, List<Metric> metrics) {
        return JsonLine.of(json -> {
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", clock.millis());
            json.writeArrayFieldStart("CloudWatchMetrics");
            json.writeStartObject();
            json.writeStringField("Namespace", FunctionMetric.NAMESPACE);
            json.writeArrayFieldStart("Dimensions");
            json.writeStartArray();
            for (String name : dimensions.byName().keySet()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndArray();
            json.writeArrayFieldStart("Metrics");
            for (Metric metric : metrics) {
                metric.define(json);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            for (Map.Entry<String, String> dimension : dimensions.byName().entrySet()) {
                json.writeStringField(dimension.getKey(), dimension.getValue());
            }
            for (Metric metric : metrics) {
                metric.write(json);
            }
        });
    }
}
