package org.allowput.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.FunctionContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How cost grows with the number of objects, with their size, and with how many messages a batch has. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description =
                "Copies more and more, larger and larger, and in larger batches, with this project's function; plots.")
final class GrowthCommand implements Callable<Integer> {
    private static final int AT_ONCE = 10;

    /** Of S3 for a small object, about. */
    private static final Duration RESPONSE_TIME = Duration.ofMillis(30);

    @Option(names = "--most", defaultValue = "100000", description = "Objects at most (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--plots", description = "Folder for the plots; docs/plots has those of docs/benchmarks.md.")
    private Path plots = Path.of(".bench/plots");

    @Override
    public Integer call() throws Exception {
        List<GrowthPoint> points = new ArrayList<>();
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            for (int objects : List.of(1000, 3000, 10_000, 30_000, 100_000)) {
                if (objects <= most) {
                    points.add(measure(benchmark, "objects", new Workload(objects, Workload.KIB)));
                }
            }
            for (String each : List.of(
                    "1000x1KiB", "1000x10KiB", "500x100KiB", "100x1MiB", "20x10MiB", "4x100MiB", "1x1GiB", "1x2GiB")) {
                points.add(measure(benchmark, "size", Workload.parse(each)));
            }
            benchmark.store().delayResponses(RESPONSE_TIME);
            for (int batch : List.of(1, 2, 5, 10, 20, 50, 100)) {
                points.add(measureBatch(benchmark, "batch", batch, batch));
            }
            points.add(measureBatch(benchmark, "batch, 10 at once", 100, 10));
            System.out.print(table(points));
        }
        Plots.draw(points, plots).forEach(System.out::println);
        return 0;
    }

    /** Primed for a short time: there are many points, and the first of them show the compiler at work. */
    private static GrowthPoint measure(CopyBenchmark benchmark, String series, Workload work) throws Exception {
        return measure(benchmark, series, work, AT_ONCE, AT_ONCE, Map.of("PRIMING_SECONDS", "3"));
    }

    /** Of an environment that has compiled what it needs: what a batch costs for most of its life. */
    private static GrowthPoint measureBatch(CopyBenchmark benchmark, String series, int batch, int atOnce)
            throws Exception {
        Workload work = new Workload(Math.max(200, 20 * batch), 10 * Workload.KIB);
        return measure(benchmark, series, work, batch, atOnce, Map.of());
    }

    private static GrowthPoint measure(
            CopyBenchmark benchmark, String series, Workload work, int batch, int atOnce, Map<String, String> variables)
            throws Exception {
        WorkloadUpload.put(benchmark.store(), work);
        FunctionContender function = new FunctionContender(benchmark.deployed(), List.of(), batch, variables);
        Measurement measured = benchmark.copy(function.restored(), work, atOnce);
        GrowthPoint point = new GrowthPoint(series, work, batch, measured);
        benchmark.store().clear(work);
        System.err.printf(Locale.ROOT, "%s, %s, batches of %d: %s%n", series, work, batch, point.measured());
        return point;
    }

    private static Table table(List<GrowthPoint> points) {
        Table table = new Table(
                "what grows", "objects", ">batch", ">CPU ms/object", ">wall ms/object", ">MiB/s", ">resident MiB");
        points.forEach(point -> table.row(
                point.series(),
                point.work(),
                point.batch(),
                Median.shown(point.cpuMillis()),
                Median.shown(point.wallMillis()),
                String.format(Locale.ROOT, "%.1f", point.mibPerSecond()),
                point.measured().resident()));
        return table;
    }
}
