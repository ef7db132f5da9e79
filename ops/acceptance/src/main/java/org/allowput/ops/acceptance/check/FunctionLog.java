package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.aws.RecentMetrics;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** The function's log and metrics, which an emulator does not have. */
public record FunctionLog(Deployment deployment) {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    /** CloudWatch has metrics some minutes late. */
    static final Duration UNTIL_METRICS = Duration.ofMinutes(3);
    /** A request returns at most 1,440 periods, and no run takes as long. */
    private static final Duration LONGEST = Duration.ofHours(3);

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final String COST = "docs/cost.md";
    private static final String BENCHMARKS = "docs/benchmarks.md";

    /** Measures all invocations until now. */
    public void measure(Checks checks, int objects) {
        if (!deployment.accounts().areOnAws()) {
            return;
        }
        deployment.accounts().pauseOnAws(UNTIL_METRICS);
        List<String> lines = events("?REPORT ?INIT_REPORT").stream()
                .map(FilteredLogEvent::message)
                .toList();
        measureReports(checks, lines, objects);
        Map<String, String> dimensions = deployment.source().metricDimensions().byName();
        double requests = sum(FunctionMetric.NAMESPACE, FunctionMetric.REQUESTS.id(), dimensions);
        double throttled = sum(FunctionMetric.NAMESPACE, FunctionMetric.REQUESTS_THROTTLED.id(), dimensions);
        checks.measure("requests per object", requests / objects, "", 3, COST);
        checks.measure("throttled requests", throttled, "", 0, COST);
    }

    /**
     * Measures durations and memory by Lambda's own lines about invocations, restored snapshots and initializations.
     *
     * @param lines each begins with {@code REPORT}, {@code RESTORE_REPORT} or {@code INIT_REPORT}, in the text format
     * @param objects that the invocations have copied
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-monitoring.html">Lines of SnapStart</a>
     */
    static void measureReports(Checks checks, List<String> lines, int objects) {
        checks.measure(
                "billed time per object", values(lines, "Billed Duration").sum() / objects, "ms", 30, COST);
        values(lines, "Max Memory Used")
                .max()
                .ifPresent(most -> checks.measure("largest memory in use", most, "MB", 285, BENCHMARKS));
        values(lines, "Restore Duration")
                .max()
                .ifPresent(most -> checks.measure("longest restore of a snapshot", most, "ms", 1000, BENCHMARKS));
        values(lines, "Init Duration")
                .max()
                .ifPresent(most -> checks.measure("longest initialization", most, "ms", 1330, BENCHMARKS));
    }

    /** The values of a field, and not of one whose name only ends so, such as "Billed Restore Duration". */
    private static DoubleStream values(List<String> lines, String field) {
        Pattern value = Pattern.compile("(?<!Billed )" + field + ": ([0-9.]+) (?:ms|MB)");
        return lines.stream()
                .flatMap(line -> value.matcher(line).results())
                .mapToDouble(found -> Double.parseDouble(found.group(1)));
    }

    /** The sum of a metric of account B during the run, by its dimensions. */
    double sum(String namespace, String metric, Map<String, String> dimensions) {
        return new RecentMetrics(deployment.accounts().source().cloudWatch(), Instant.now())
                .of(namespace, metric, dimensions, Statistic.SUM, LONGEST, PERIOD).stream()
                        .mapToDouble(Datapoint::sum)
                        .sum();
    }

    /** The seconds between failures of one object; as many as there are within three minutes. */
    List<Double> delays(String key, int count) {
        String failures = "{ $.%s = \"%s\" && $.%s = \"%s\" }"
                .formatted(LogField.SOURCE_KEY, key, LogField.OUTCOME, OutcomeLabel.FAILED.label());
        deployment.accounts().until(TIMEOUT, () -> events(failures).size() > count);
        return secondsBetween(
                events(failures).stream().map(FilteredLogEvent::timestamp).toList(), count);
    }

    /** The first differences between times in milliseconds, which can be in any order; at most {@code count}. */
    static List<Double> secondsBetween(List<Long> times, int count) {
        List<Long> sorted = times.stream().sorted().toList();
        return IntStream.range(1, Math.min(sorted.size(), count + 1))
                .mapToObj(index -> (sorted.get(index) - sorted.get(index - 1)) / 1000.0)
                .toList();
    }

    private List<FilteredLogEvent> events(String pattern) {
        return deployment
                .accounts()
                .source()
                .logs()
                .filterLogEventsPaginator(
                        request -> request.logGroupName(deployment.source().get(StackOutput.FUNCTION_LOG_GROUP_NAME))
                                .filterPattern(pattern))
                .events()
                .stream()
                .toList();
    }
}
