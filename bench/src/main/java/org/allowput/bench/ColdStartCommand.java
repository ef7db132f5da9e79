package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.bench.copy.ColdStart;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Peers;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import org.allowput.sandbox.host.function.InitializationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the start of a JVM to its first object copied. */
@Command(
        name = "cold-start",
        mixinStandardHelpOptions = true,
        description = "Starts the function in AWS's runtime client, over TLS, for one object of 10 KiB.")
final class ColdStartCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "7", description = "Of each, interleaved (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--jvm", split = " ", description = "Options of the JVM: measures with them, too.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws Exception {
        Workload one = new Workload(1, 10 * Workload.KIB);
        Map<ColdStart, List<ColdStart.Seconds>> starts = new LinkedHashMap<>();
        List<Measurement> raw = new ArrayList<>();
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            Path runtime = benchmark.checkout().resolve("sandbox/target/runtime");
            WorkloadUpload.put(benchmark.store(), one);
            for (ColdStart each : kinds(benchmark, one, runtime)) {
                starts.put(each, new ArrayList<>());
            }
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<ColdStart, List<ColdStart.Seconds>> each : starts.entrySet()) {
                    ColdStart start = each.getKey();
                    benchmark.copying(one, 10, task -> {
                        ColdStart.Seconds measured = start.run(task, benchmark.deployed(), runtime);
                        each.getValue().add(measured);
                        return measured;
                    });
                }
                raw.add(benchmark.copy(Peers.rawInJava(benchmark.deployed()), one, 1));
            }
            Table table = new Table("first copy", ">all s", ">until it asks for events s", ">the copy s", ">rounds");
            starts.forEach((start, measured) -> table.row(
                    start.name(),
                    Median.shown(Median.of(measured, ColdStart.Seconds::all)),
                    Median.shown(Median.of(measured, ColdStart.Seconds::start)),
                    Median.shown(Median.of(measured, ColdStart.Seconds::first)),
                    measured.size()));
            table.row(
                    "raw loop in Java, without runtime client",
                    Median.shown(Median.of(raw, Measurement::wall)),
                    "",
                    "",
                    raw.size());
            System.out.print(table);
        }
        return 0;
    }

    private List<ColdStart> kinds(CopyBenchmark benchmark, Workload one, Path runtime) throws IOException {
        ColdStart plain = new ColdStart("without SnapStart", InitializationType.ON_DEMAND, List.of());
        ColdStart unverified =
                plain.with(", SDK on the boot class path", benchmark.deployed().onBootClassPath());
        Path cache = benchmark.folder().resolve("function.aot");
        benchmark.copying(one, 10, task -> unverified.train(task, benchmark.deployed(), runtime, cache));
        List<ColdStart> kinds = new ArrayList<>(List.of(
                plain,
                unverified,
                unverified.with(" and an AOT cache", "-XX:AOTCache=" + cache),
                new ColdStart("SnapStart, after the restore", InitializationType.SNAP_START, List.of())));
        if (!options.isEmpty()) {
            List.copyOf(kinds).forEach(kind -> kinds.add(kind.with(", " + options, options.toArray(String[]::new))));
        }
        return kinds;
    }
}
