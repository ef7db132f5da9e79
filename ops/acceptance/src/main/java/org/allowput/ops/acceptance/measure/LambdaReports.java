package org.allowput.ops.acceptance.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Lambda's own lines about invocations, restored snapshots and initializations, in the text format.
 *
 * @param lines each begins with {@code REPORT}, {@code RESTORE_REPORT} or {@code INIT_REPORT}
 * @param objects that the invocations have copied
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-monitoring.html">Lines of SnapStart</a>
 */
record LambdaReports(List<String> lines, int objects) {
    private static final String COST = "docs/cost.md";
    private static final String BENCHMARKS = "docs/benchmarks.md";

    /** Durations and memory, beside what the documents predict. */
    List<MeasuredValue> durations() {
        List<MeasuredValue> measurements = new ArrayList<>();
        List<Double> billed = values("Billed Duration");
        double milliseconds = billed.stream().mapToDouble(Double::doubleValue).sum() / objects;
        measurements.add(MeasuredValue.of("invocations", billed.size(), ""));
        measurements.add(MeasuredValue.predicted("billed time per object", milliseconds, "ms", 30, COST));
        addMaximum(measurements, "largest memory in use", "Max Memory Used", "MB", 285);
        addMaximum(measurements, "longest restore of a snapshot", "Restore Duration", "ms", 1000);
        addMaximum(measurements, "longest initialization", "Init Duration", "ms", 1330);
        return measurements;
    }

    /** Requests to S3 by the function's own metrics. */
    static List<MeasuredValue> requests(int objects, double requests, double throttled) {
        return List.of(
                MeasuredValue.predicted("requests per object", requests / objects, "", 3, COST),
                MeasuredValue.of("throttled requests", throttled, ""));
    }

    private void addMaximum(
            List<MeasuredValue> measurements, String name, String field, String unit, double predicted) {
        values(field).stream()
                .max(Double::compare)
                .ifPresent(maximum ->
                        measurements.add(MeasuredValue.predicted(name, maximum, unit, predicted, BENCHMARKS)));
    }

    /** The values of a field, and not of one whose name only ends so, such as "Billed Restore Duration". */
    private List<Double> values(String field) {
        Pattern value = Pattern.compile("(?<!Billed )" + Pattern.quote(field) + ": ([0-9.]+) (?:ms|MB)");
        return lines.stream()
                .flatMap(line -> value.matcher(line).results())
                .map((MatchResult found) -> Double.parseDouble(found.group(1)))
                .toList();
    }
}
