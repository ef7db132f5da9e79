package org.allowput.host.cloudwatch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Makes metrics of log lines, as CloudWatch does and the emulator does not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
public record EmbeddedMetrics(CloudWatchClient cloudWatch) {
    private static final String BEGIN = "{\"_aws\"";
    /** Of one request. */
    private static final int MOST_DATA = 1000;

    /** Publishes what the lines have; others are left out. */
    public void publish(List<String> lines) throws IOException {
        for (String line : lines) {
            int begin = line.indexOf(BEGIN);
            if (begin >= 0) {
                publish(JSON.std.mapFrom(line.substring(begin)));
            }
        }
    }

    private void publish(Map<String, Object> line) {
        Map<?, ?> aws = object(line.get("_aws"));
        Instant time = Instant.ofEpochMilli((long) number(aws.get("Timestamp")));
        for (Object each : array(aws.get("CloudWatchMetrics"))) {
            Map<?, ?> directive = object(each);
            List<MetricDatum> data = new ArrayList<>();
            for (Object set : array(directive.get("Dimensions"))) {
                List<Dimension> dimensions = array(set).stream()
                        .map(name -> Dimension.builder()
                                .name(text(name))
                                .value(text(line.get(text(name))))
                                .build())
                        .toList();
                for (Object metric : array(directive.get("Metrics"))) {
                    String name = text(object(metric).get("Name"));
                    array(line.get(name))
                            .forEach(value -> data.add(MetricDatum.builder()
                                    .metricName(name)
                                    .dimensions(dimensions)
                                    .timestamp(time)
                                    .value(number(value))
                                    .build()));
                }
            }
            for (int from = 0; from < data.size(); from += MOST_DATA) {
                List<MetricDatum> some = data.subList(from, Math.min(data.size(), from + MOST_DATA));
                cloudWatch.putMetricData(request ->
                        request.namespace(text(directive.get("Namespace"))).metricData(some));
            }
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? object : Map.of();
    }

    /** A value alone stands for an array with it. */
    private static List<?> array(@Nullable Object value) {
        return value instanceof List<?> array ? array : Stream.ofNullable(value).toList();
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
