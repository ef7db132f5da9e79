package org.allowput.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.bench.copy.BenchmarkTools;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.LargeObjectContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One large object, in ranges of 64 MiB, of which 1, 4 and 16 are copied at a time, beside its peers. */
@Command(
        name = "large",
        mixinStandardHelpOptions = true,
        description = "Copies one large object with the workflow's tasks, with rclone, and in one plain stream.")
final class LargeCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
    private int rounds;

    @Parameters(arity = "0..1", defaultValue = "1x2GiB", description = "The object (${DEFAULT-VALUE}).")
    private String object = "1x2GiB";

    @Override
    public Integer call() throws Exception {
        Results results = new Results();
        Table table = new Table("object", "by", ">wall s", ">MiB/s", ">CPU s", ">resident MiB");
        Workload work = Workload.parse(object);
        try (CopyBenchmark benchmark = CopyBenchmark.open(BenchmarkTools.current())) {
            LargeObjectContender.prepare(benchmark.store());
            WorkloadUpload.put(benchmark.store(), work);
            Map<Contender, List<Measurement>> runs = new LinkedHashMap<>();
            for (int ranges : new int[] {1, 4, 16}) {
                runs.put(new LargeObjectContender(benchmark.deployed(), ranges), new ArrayList<>());
            }
            benchmark.contenders(List.of()).stream()
                    .filter(contender -> contender.name().startsWith("rclone")
                            || contender.name().startsWith("raw loop"))
                    .forEach(contender -> runs.put(contender, new ArrayList<>()));
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<Contender, List<Measurement>> each : runs.entrySet()) {
                    Measurement measured = benchmark.copy(each.getKey(), work, true, 1);
                    each.getValue().add(measured);
                    results.add(Map.of(
                            "size", work.size(),
                            "round", round,
                            "by", each.getKey().name(),
                            "cpuSeconds", measured.cpu(),
                            "wallSeconds", measured.wall(),
                            "residentMiB", measured.resident()));
                }
            }
            runs.forEach((contender, measured) -> {
                double wall = Median.of(measured, Measurement::wall);
                table.row(
                        work,
                        contender.name(),
                        Median.shown(wall),
                        Math.round(work.size() / wall / Workload.MIB),
                        Median.shown(Median.of(measured, Measurement::cpu)),
                        Math.round(Median.of(measured, Measurement::resident)));
            });
        }
        System.out.print(table);
        System.out.println(results.write(BenchmarkTools.current().results(), "large"));
        return 0;
    }
}
