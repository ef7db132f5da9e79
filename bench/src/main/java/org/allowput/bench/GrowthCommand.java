package org.allowput.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.FunctionContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How cost grows with the number of objects, with their size, and with how many are on the way at once. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = "Copies more and more, larger and larger, and more at once, with this project's function; plots.")
final class GrowthCommand implements Callable<Integer> {
    private static final int AT_ONCE = 10;

    @Option(names = "--most", defaultValue = "100000", description = "Objects at most (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--plots", description = "Folder for the plots; docs/plots has those of docs/benchmarks.md.")
    private Path plots = Path.of(".bench/results");

    @Override
    public Integer call() throws Exception {
        List<GrowthPoint> points = new ArrayList<>();
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            for (int objects : List.of(1000, 3000, 10_000, 30_000, 100_000)) {
                if (objects <= most) {
                    points.add(measure(benchmark, "objects", new Workload(objects, Workload.KIB), AT_ONCE));
                }
            }
            for (String each : List.of(
                    "1000x1KiB", "1000x10KiB", "500x100KiB", "100x1MiB", "20x10MiB", "4x100MiB", "1x1GiB", "1x2GiB")) {
                points.add(measure(benchmark, "size", Workload.parse(each), AT_ONCE));
            }
            for (int atOnce :
                    IntStream.iterate(1, last -> last <= 64, last -> 2 * last).toArray()) {
                points.add(measure(benchmark, "at once", Workload.parse("1000x10KiB"), atOnce));
            }
            System.out.print(table(points));
            System.out.println(results(points).write(benchmark.results(), "growth"));
        }
        Plots.draw(points, plots).forEach(System.out::println);
        return 0;
    }

    private static GrowthPoint measure(CopyBenchmark benchmark, String series, Workload work, int atOnce)
            throws Exception {
        WorkloadUpload.put(benchmark.store(), work);
        FunctionContender function = new FunctionContender(
                benchmark.deployed(),
                List.of(),
                Math.max(AT_ONCE, atOnce),
                // Longer would change nothing, and there are many points.
                Map.of("PRIMING_SECONDS", "3"));
        Measurement measured = benchmark.copy(function.restored(), work, true, atOnce);
        GrowthPoint point = new GrowthPoint(series, work, atOnce, measured);
        benchmark.store().clear(work);
        System.err.printf(Locale.ROOT, "%s, %d at once: %s%n", work, atOnce, point.measured());
        return point;
    }

    private static Table table(List<GrowthPoint> points) {
        Table table = new Table(
                "what grows", "objects", ">at once", ">CPU ms/object", ">wall ms/object", ">MiB/s", ">resident MiB");
        points.forEach(point -> table.row(
                point.series(),
                point.work(),
                point.atOnce(),
                Median.shown(point.cpuMillis()),
                Median.shown(point.wallMillis()),
                String.format(Locale.ROOT, "%.1f", point.mibPerSecond()),
                point.measured().resident()));
        return table;
    }

    private static Results results(List<GrowthPoint> points) {
        Results results = new Results();
        points.forEach(point -> results.add(Map.of(
                "series", point.series(),
                "objects", point.work().objects(),
                "size", point.work().size(),
                "atOnce", point.atOnce(),
                "cpuSeconds", point.measured().cpu(),
                "wallSeconds", point.measured().wall(),
                "residentMiB", point.measured().resident())));
        return results;
    }
}
