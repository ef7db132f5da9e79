package org.allowput.sandbox.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.log.Quantiles;

/** The charts of a run, and the numbers that they are drawn from. */
final class Figures {
    private static final int MAX_POINTS = 2_000;

    private final List<LoggedOutcome> copies;
    private final List<TimeSlice> slices;
    private final List<HistogramBin> lags;
    private final List<HistogramBin> sizes;
    private final Map<String, Long> results = new TreeMap<>();
    private final Quantiles lag;
    private final long start;

    Figures(List<LoggedOutcome> outcomes) {
        this.copies = outcomes.stream()
                .filter(outcome -> outcome.lagMillis().isPresent())
                .toList();
        this.start = outcomes.isEmpty() ? 0 : outcomes.getFirst().time().toEpochMilli();
        long end = outcomes.isEmpty() ? 0 : outcomes.getLast().time().toEpochMilli();
        this.slices = TimeSlice.of(copies, start, end);
        List<Long> millis =
                copies.stream().map(copy -> copy.lagMillis().orElseThrow()).toList();
        this.lag = Quantiles.of(millis);
        this.lags = HistogramBin.equal(millis, number -> number + " ms");
        this.sizes =
                HistogramBin.growing(copies.stream().map(LoggedOutcome::bytes).toList(), ByteSize::text);
        for (LoggedOutcome outcome : outcomes) {
            results.merge(result(outcome), 1L, Long::sum);
        }
    }

    private static String result(LoggedOutcome outcome) {
        return outcome.kind().label() + (outcome.why().isEmpty() ? "" : ": " + outcome.why());
    }

    Quantiles lag() {
        return lag;
    }

    long bytes() {
        return copies.stream().mapToLong(LoggedOutcome::bytes).sum();
    }

    List<Figure> all() {
        return List.of(
                throughput(),
                lagOverTime(),
                distribution("lags", "Lag distribution", "How many objects took how long.", "lag", lags),
                distribution("sizes", "Sizes", "How many objects were how large.", "size", sizes),
                results());
    }

    private Figure throughput() {
        double best =
                slices.stream().mapToDouble(TimeSlice::objectsPerSecond).max().orElse(0);
        return new Figure(
                "throughput",
                "Throughput over time",
                format(
                        "%d objects and %s were copied in %.1f s, at most %.1f objects a second.",
                        copies.size(), ByteSize.text(bytes()), slices.getLast().seconds(), best),
                List.of("from, in seconds", "objects", "objects a second", "MiB a second"),
                slices.stream()
                        .map(slice -> List.of(
                                format("%.1f", slice.seconds()),
                                Long.toString(slice.objects()),
                                format("%.1f", slice.objectsPerSecond()),
                                format("%.3f", slice.mebibytesPerSecond())))
                        .toList());
    }

    private Figure lagOverTime() {
        return new Figure(
                "lag",
                "Lag over time",
                format(
                        "From the event in B to the acknowledged copy in A: median %d ms, 95 %% within %d ms,"
                                + " longest %d ms.",
                        lag.median(), lag.p95(), lag.longest()),
                List.of("from, in seconds", "objects", "median, ms", "95 % within, ms", "longest, ms"),
                slices.stream()
                        .filter(slice -> slice.objects() > 0)
                        .map(slice -> List.of(
                                format("%.1f", slice.seconds()),
                                Long.toString(slice.objects()),
                                Long.toString(slice.lag().median()),
                                Long.toString(slice.lag().p95()),
                                Long.toString(slice.lag().longest())))
                        .toList());
    }

    private static Figure distribution(String id, String title, String summary, String what, List<HistogramBin> bins) {
        HistogramBin most =
                bins.stream().max(Comparator.comparing(HistogramBin::count)).orElseThrow();
        return new Figure(
                id,
                title,
                summary + " Most, " + most.count() + ", had a " + what + " of " + most.label() + ".",
                List.of(what, "objects"),
                bins.stream()
                        .map(bin -> List.of(bin.label(), Long.toString(bin.count())))
                        .toList());
    }

    private Figure results() {
        return new Figure(
                "endings",
                "Outcomes by cause",
                "How each delivery of an event ended. What failed was delivered again, and is counted again.",
                List.of("outcome", "deliveries"),
                results.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), Long.toString(entry.getValue())))
                        .toList());
    }

    /** What the page's script draws. */
    Map<String, Object> json() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(
                "throughput",
                slices.stream()
                        .map(slice -> Map.of(
                                "from", slice.seconds(),
                                "to", slice.seconds() + slice.millis() / 1000.0,
                                "perSecond", slice.objectsPerSecond(),
                                "median", slice.lag().median(),
                                "objects", slice.objects()))
                        .toList());
        data.put("lag", points());
        data.put("lags", lags);
        data.put("sizes", sizes);
        data.put(
                "endings",
                results.entrySet().stream()
                        .map(entry -> Map.of("label", entry.getKey(), "count", entry.getValue()))
                        .toList());
        return data;
    }

    /** Every copy, or step n-th where there are more than one can see. */
    private List<Map<String, Object>> points() {
        int step = Math.ceilDiv(Math.max(1, copies.size()), MAX_POINTS);
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < copies.size(); i += step) {
            LoggedOutcome copy = copies.get(i);
            points.add(Map.of(
                    "at", (copy.time().toEpochMilli() - start) / 1000.0,
                    "lag", copy.lagMillis().orElseThrow(),
                    "key", copy.key()));
        }
        return points;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
