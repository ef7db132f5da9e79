package org.allowput.ops.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics of the last hour. CloudWatch has them about two minutes late. */
record RecentMetrics(CloudWatchClient cloudWatch, Instant now) {
    private static final String NAMESPACE = "AllowPutToS3";
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** SQS measures every minute; one that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    /** How many objects failed in the last hour, by cause. */
    SortedMap<String, Long> failuresByCause(String targetBucket) {
        SortedMap<String, Long> failures = new TreeMap<>();
        List<Metric> metrics = cloudWatch
                .listMetricsPaginator(request -> request.namespace(NAMESPACE)
                        .metricName("ObjectsFailed")
                        .dimensions(DimensionFilter.builder()
                                .name("TargetBucket")
                                .value(targetBucket)
                                .build()))
                .metrics()
                .stream()
                .toList();
        for (Metric metric : metrics) {
            metric.dimensions().stream()
                    .filter(dimension -> dimension.name().equals("Cause"))
                    .findFirst()
                    .ifPresent(cause -> {
                        long count = sum("ObjectsFailed", metric.dimensions());
                        if (count > 0) {
                            failures.put(cause.value(), count);
                        }
                    });
        }
        return failures;
    }

    /** How many objects were copied in the last hour. */
    long copied(String targetBucket) {
        return sum("ObjectsCopied", List.of(dimension("TargetBucket", targetBucket)));
    }

    /** The age of the oldest message of a queue; empty if SQS has not measured it lately. */
    Optional<Duration> oldestMessage(String queueUrl) {
        String name = queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
        List<Datapoint> measured = new ArrayList<>(cloudWatch
                .getMetricStatistics(request -> request.namespace("AWS/SQS")
                        .metricName("ApproximateAgeOfOldestMessage")
                        .dimensions(dimension("QueueName", name))
                        .startTime(now.minus(LATELY))
                        .endTime(now)
                        .period((int) PERIOD.toSeconds())
                        .statistics(Statistic.MAXIMUM))
                .datapoints());
        return measured.stream()
                .max((one, other) -> one.timestamp().compareTo(other.timestamp()))
                .map(latest -> Duration.ofSeconds(latest.maximum().longValue()));
    }

    private long sum(String metric, List<Dimension> dimensions) {
        return cloudWatch
                .getMetricStatistics(request -> request.namespace(NAMESPACE)
                        .metricName(metric)
                        .dimensions(dimensions)
                        .startTime(now.minus(HOUR))
                        .endTime(now)
                        .period((int) PERIOD.toSeconds())
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToLong(point -> point.sum().longValue())
                .sum();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
