package org.allowput.ops.acceptance.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.acceptance.deploy.Deployed;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** The function's log, in CloudWatch Logs. */
public record CloudWatchLog(Deployed deployed) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** CloudWatch has metrics some minutes late. */
    private static final Duration METRICS = Duration.ofMinutes(1);

    private static final String LINES = "docs/cost.md";

    /** Lambda's own line about each invocation, or about a restored snapshot. */
    private record Report(String text) {
        List<Double> values(String name) {
            Matcher value = Pattern.compile("(?<![A-Za-z] )" + name + ": ([0-9.]+) M?[Bm]")
                    .matcher(text);
            List<Double> values = new ArrayList<>();
            while (value.find()) {
                values.add(Double.parseDouble(value.group(1)));
            }
            return values;
        }
    }

    /** Durations and memory of all invocations until now; empty if there is no log, as in an emulator. */
    public List<MeasuredValue> durations(int objects) {
        if (!deployed.accounts().areOnAws()) {
            return List.of();
        }
        Report reports = new Report(String.join("\n", lines("REPORT", Instant.EPOCH)));
        List<MeasuredValue> measurements = new ArrayList<>();
        List<Double> billed = reports.values("Billed Duration");
        double seconds = billed.stream().mapToDouble(Double::doubleValue).sum() / 1000;
        measurements.add(MeasuredValue.of("invocations", billed.size(), ""));
        measurements.add(MeasuredValue.predicted("billed time per object", seconds * 1000 / objects, "ms", 30, LINES));
        measurements.add(MeasuredValue.predicted(
                "run time of a million such objects",
                seconds / objects * 1e6 * 1.7275 * 0.0000133334,
                "USD",
                0.69,
                LINES));
        addMaximum(measurements, "largest memory in use", reports.values("Max Memory Used"), "MB", 285);
        addMaximum(measurements, "longest restore of a snapshot", reports.values("Restore Duration"), "ms", 1000);
        addMaximum(measurements, "longest initialization", reports.values("Init Duration"), "ms", 1330);
        deployed.accounts().pauseOnAws(METRICS);
        double requests = sum("Requests");
        measurements.add(MeasuredValue.predicted("requests per object", requests / objects, "", 3, LINES));
        measurements.add(MeasuredValue.of("throttled requests", sum("RequestsThrottled"), ""));
        measurements.add(MeasuredValue.predicted(
                "requests to S3 of a million such objects",
                (0.005 + 0.0004 * (requests / objects - 1)) * 1000,
                "USD",
                5.8,
                LINES));
        return measurements;
    }

    private double sum(String metric) {
        return new MetricSum("AllowPutToS3", metric, "TargetBucket", deployed.targetBucket())
                .untilNow(deployed.accounts());
    }

    private static void addMaximum(
            List<MeasuredValue> measurements, String name, List<Double> values, String unit, double predicted) {
        values.stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .ifPresent(maximum -> measurements.add(
                        MeasuredValue.predicted(name, maximum, unit, predicted, "docs/benchmarks.md")));
    }

    /** How many invocations began since a time. */
    public long invocations(Instant since) {
        return lines("\"START RequestId\"", since).size();
    }

    /** The seconds between failures of one object; as many as there are within three minutes. */
    public List<Double> delays(String key, int count) {
        List<Double> delays = new ArrayList<>();
        if (!deployed.accounts().areOnAws()) {
            return delays;
        }
        deployed.accounts().polling().until(PATIENCE, () -> {
            List<Long> times =
                    events("{ $.sourceKey = \"" + key + "\" && $.outcome = \"failed\" }", Instant.EPOCH).stream()
                            .map(FilteredLogEvent::timestamp)
                            .sorted()
                            .toList();
            delays.clear();
            for (int index = 1; index < times.size() && index <= count; index++) {
                delays.add((times.get(index) - times.get(index - 1)) / 1000.0);
            }
            return delays.size() == count;
        });
        return delays;
    }

    private List<String> lines(String pattern, Instant since) {
        return events(pattern, since).stream().map(FilteredLogEvent::message).toList();
    }

    private List<FilteredLogEvent> events(String pattern, Instant since) {
        CloudWatchLogsClient logs = deployed.accounts().source().logs();
        return logs
                .filterLogEventsPaginator(
                        request -> request.logGroupName(deployed.source().get("FunctionLogGroupName"))
                                .startTime(since.toEpochMilli())
                                .filterPattern(pattern))
                .events()
                .stream()
                .toList();
    }
}
