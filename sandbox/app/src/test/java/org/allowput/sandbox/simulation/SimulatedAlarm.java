package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.MetricDimensions;
import org.allowput.sandbox.contract.SynthesizedTemplate;

/**
 * An alarm of the template, evaluated as CloudWatch does it: over whole periods, of which the last ones must all breach
 * the threshold.
 *
 * @param of what tells the metric apart from others of its name, as {@link SimulatedMetrics} has it
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html">Alarm
 *     evaluation</a>
 */
record SimulatedAlarm(
        String name,
        String namespace,
        String metric,
        String of,
        String statistic,
        Duration period,
        int periods,
        double threshold,
        String comparison) {
    /** Alarms whose metrics the simulation does not have: of Step Functions, EventBridge and the schedule of looks. */
    private static final List<String> NOT_SIMULATED = List.of("AWS/States", "AWS/Events", "SourceConnected");

    private static final String TYPE = "AWS::CloudWatch::Alarm";

    /** While an alarm is in the state ALARM. */
    record Raised(String alarm, Instant from, Instant to) {}

    static List<SimulatedAlarm> ofTemplate() {
        SynthesizedTemplate source = SynthesizedTemplate.read("source");
        List<SimulatedAlarm> alarms = new ArrayList<>();
        source.ids(TYPE).forEach(id -> {
            Map<?, ?> alarm = source.properties(TYPE, id).findFirst().orElseThrow();
            if (!NOT_SIMULATED.contains(text(alarm, "Namespace"))
                    && !NOT_SIMULATED.contains(text(alarm, "MetricName"))) {
                alarms.add(of(id, alarm));
            }
        });
        return alarms;
    }

    /** @throws IllegalArgumentException if it is of a kind that is not evaluated here */
    private static SimulatedAlarm of(String id, Map<?, ?> alarm) {
        String name = id.replaceFirst("^Alarms(.*)[0-9A-F]{8}$", "$1");
        String namespace = text(alarm, "Namespace");
        if (!text(alarm, "TreatMissingData").equals("notBreaching")) {
            throw new IllegalArgumentException(name + " takes missing data for something");
        }
        return new SimulatedAlarm(
                name,
                namespace,
                text(alarm, "MetricName"),
                of(namespace, (List<?>) Objects.requireNonNull(alarm.get("Dimensions"))),
                alarm.containsKey("Statistic") ? text(alarm, "Statistic") : text(alarm, "ExtendedStatistic"),
                Duration.ofSeconds(((Number) Objects.requireNonNull(alarm.get("Period"))).longValue()),
                ((Number) Objects.requireNonNull(alarm.get("EvaluationPeriods"))).intValue(),
                ((Number) Objects.requireNonNull(alarm.get("Threshold"))).doubleValue(),
                text(alarm, "ComparisonOperator"));
    }

    private static String text(Map<?, ?> alarm, String name) {
        return Objects.requireNonNull(alarm.get(name), name).toString();
    }

    private static String of(String namespace, List<?> dimensions) {
        String all = dimensions.toString();
        return switch (namespace) {
            case "AWS/SQS" -> all.contains("DeadLetters") ? "dead-letters" : "queue";
            case "AWS/Lambda" -> "function";
            default ->
                dimensions.stream()
                        .map(each -> (Map<?, ?>) each)
                        .filter(each -> MetricDimensions.CAUSE.equals(each.get("Name")))
                        .map(each -> text(each, "Value"))
                        .findFirst()
                        .orElse("");
        };
    }

    /** When it was raised in a run, and until when; a period without a value does not breach. */
    Stream<Raised> raised(SimulatedMetrics metrics) {
        NavigableMap<Long, List<Double>> byPeriod = new TreeMap<>();
        metrics.values(namespace, metric, of)
                .forEach((time, values) -> byPeriod.computeIfAbsent(
                                time.getEpochSecond() / period.toSeconds(), each -> new ArrayList<>())
                        .addAll(values));
        List<Raised> raised = new ArrayList<>();
        int breaching = 0;
        long last = Long.MIN_VALUE;
        for (Map.Entry<Long, List<Double>> values : byPeriod.entrySet()) {
            boolean breaches = breaches(value(values.getValue()));
            breaching = !breaches ? 0 : values.getKey() == last + 1 ? breaching + 1 : 1;
            last = values.getKey();
            if (breaching >= periods) {
                raised.add(new Raised(name, end(last), end(last + 1)));
            }
        }
        return raised.stream();
    }

    private Instant end(long number) {
        return Instant.ofEpochSecond((number + 1) * period.toSeconds());
    }

    private boolean breaches(double value) {
        return switch (comparison) {
            case "GreaterThanThreshold" -> value > threshold;
            case "LessThanThreshold" -> value < threshold;
            default -> throw new IllegalArgumentException(comparison);
        };
    }

    private double value(Collection<Double> values) {
        return switch (statistic) {
            case "Sum" -> values.stream().mapToDouble(each -> each).sum();
            case "Maximum" -> values.stream().mapToDouble(each -> each).max().orElseThrow();
            // One percent may be above.
            case "p99" ->
                values.stream()
                        .sorted()
                        .skip((long) Math.ceil(values.size() * 0.99) - 1)
                        .findFirst()
                        .orElseThrow();
            default -> throw new IllegalArgumentException(statistic);
        };
    }
}
