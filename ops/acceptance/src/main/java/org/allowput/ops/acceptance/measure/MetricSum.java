package org.allowput.ops.acceptance.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.allowput.ops.acceptance.account.Accounts;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** A metric of account B in CloudWatch, which has it some minutes late, by its dimensions. */
public record MetricSum(String namespace, String metric, Map<String, String> dimensions) {
    private static final int PERIOD = 60;
    /** A request returns at most 1,440 periods, and no run takes as long. */
    private static final Duration LONGEST = Duration.ofHours(3);

    /** The sum over the run until now. */
    public double untilNow(Accounts accounts) {
        return since(accounts, Instant.now().minus(LONGEST));
    }

    /** The sum since a time. */
    public double since(Accounts accounts, Instant start) {
        return accounts
                .source()
                .cloudWatch()
                .getMetricStatistics(request -> request.namespace(namespace)
                        .metricName(metric)
                        .dimensions(dimensions.entrySet().stream()
                                .map(dimension -> Dimension.builder()
                                        .name(dimension.getKey())
                                        .value(dimension.getValue())
                                        .build())
                                .toList())
                        .startTime(start)
                        .endTime(Instant.now())
                        .period(PERIOD)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }
}
