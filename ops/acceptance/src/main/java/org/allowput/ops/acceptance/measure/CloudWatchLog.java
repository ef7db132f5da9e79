package org.allowput.ops.acceptance.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Deployed;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** The function's log, in CloudWatch Logs. */
public record CloudWatchLog(Deployed deployed) {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    /** CloudWatch has metrics some minutes late. */
    private static final Duration METRICS = Duration.ofMinutes(1);

    /** Durations, memory and requests of all invocations until now; empty if there is no log, as in an emulator. */
    public List<MeasuredValue> durations(int objects) {
        if (!deployed.accounts().areOnAws()) {
            return List.of();
        }
        LambdaReports reports = new LambdaReports(lines("?REPORT ?INIT_REPORT", Instant.EPOCH), objects);
        deployed.accounts().pauseOnAws(METRICS);
        List<MeasuredValue> measurements = new ArrayList<>(reports.durations());
        measurements.addAll(
                LambdaReports.requests(objects, sum(FunctionMetric.REQUESTS), sum(FunctionMetric.REQUESTS_THROTTLED)));
        return measurements;
    }

    private double sum(FunctionMetric metric) {
        return new MetricSum(
                        FunctionMetric.NAMESPACE,
                        metric.id(),
                        deployed.source().metricDimensions().byName())
                .untilNow(deployed.accounts());
    }

    /** How many invocations began since a time. */
    public long invocations(Instant since) {
        return lines("\"START RequestId\"", since).size();
    }

    /** The seconds between failures of one object; as many as there are within three minutes. */
    public List<Double> delays(String key, int count) {
        if (!deployed.accounts().areOnAws()) {
            return List.of();
        }
        String failures = "{ $.sourceKey = \"" + key + "\" && $.outcome = \"failed\" }";
        AtomicReference<List<Double>> delays = new AtomicReference<>(List.of());
        deployed.accounts().polling().until(TIMEOUT, () -> {
            delays.set(secondsBetween(
                    events(failures, Instant.EPOCH).stream()
                            .map(FilteredLogEvent::timestamp)
                            .toList(),
                    count));
            return delays.get().size() == count;
        });
        return delays.get();
    }

    /** The first differences between times in milliseconds, which can be in any order; at most {@code count}. */
    static List<Double> secondsBetween(List<Long> times, int count) {
        List<Long> sorted = times.stream().sorted().toList();
        return IntStream.range(1, Math.min(sorted.size(), count + 1))
                .mapToObj(index -> (sorted.get(index) - sorted.get(index - 1)) / 1000.0)
                .toList();
    }

    private List<String> lines(String pattern, Instant since) {
        return events(pattern, since).stream().map(FilteredLogEvent::message).toList();
    }

    private List<FilteredLogEvent> events(String pattern, Instant since) {
        CloudWatchLogsClient logs = deployed.accounts().source().logs();
        return logs
                .filterLogEventsPaginator(
                        request -> request.logGroupName(deployed.source().get(StackOutput.FUNCTION_LOG_GROUP_NAME))
                                .startTime(since.toEpochMilli())
                                .filterPattern(pattern))
                .events()
                .stream()
                .toList();
    }
}
