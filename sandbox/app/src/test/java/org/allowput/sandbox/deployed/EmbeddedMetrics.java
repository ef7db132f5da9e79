package org.allowput.sandbox.deployed;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Account;
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
public final class EmbeddedMetrics {
    private static final String BEGIN = "{\"_aws\"";

    private EmbeddedMetrics() {}

    /** Publishes what the lines have; others are left out. */
    public static void publish(Account account, List<String> lines) throws IOException {
        CloudWatchClient cloudWatch =
                account.configure(CloudWatchClient.builder()).build();
        for (String line : lines) {
            if (line.contains(BEGIN)) {
                publish(cloudWatch, JSON.std.mapFrom(line.substring(line.indexOf(BEGIN))));
            }
        }
    }

    private static void publish(CloudWatchClient cloudWatch, Map<String, Object> line) {
        Map<?, ?> aws = (Map<?, ?>) line.get("_aws");
        for (Object directive : (List<?>) aws.get("CloudWatchMetrics")) {
            Map<?, ?> fields = (Map<?, ?>) directive;
            for (Object set : (List<?>) fields.get("Dimensions")) {
                List<Dimension> dimensions = ((List<?>) set)
                        .stream()
                                .map(name -> Dimension.builder()
                                        .name((String) name)
                                        .value((String) line.get(name))
                                        .build())
                                .toList();
                List<MetricDatum> data = ((List<?>) fields.get("Metrics"))
                        .stream()
                                .map(metric -> (String) ((Map<?, ?>) metric).get("Name"))
                                .flatMap(name -> ((List<?>) line.get(name))
                                        .stream()
                                                .map(value -> MetricDatum.builder()
                                                        .metricName(name)
                                                        .dimensions(dimensions)
                                                        .timestamp(Instant.ofEpochMilli(
                                                                ((Number) aws.get("Timestamp")).longValue()))
                                                        .value(((Number) value).doubleValue())
                                                        .build()))
                                .toList();
                cloudWatch.putMetricData(request ->
                        request.namespace((String) fields.get("Namespace")).metricData(data));
            }
        }
    }
}
