package org.allowput.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.bench.copy.BenchmarkTools;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.FunctionContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.RawContender;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Command;

/** The memory that a copy needs for objects of any size: it fails if the heap is too small. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Copies small and large objects in a heap of 128 MiB.")
final class MemoryCommand implements Callable<Integer> {
    private static final List<String> HEAP = List.of("-Xmx128m");

    @Override
    public Integer call() throws Exception {
        Results results = new Results();
        Table table = new Table("objects", "by", ">resident MiB", ">CPU s", ">wall s");
        try (CopyBenchmark benchmark = CopyBenchmark.open(BenchmarkTools.current())) {
            for (String each : List.of("2000x10KiB", "64x4MiB", "2x512MiB", "1x2GiB")) {
                Workload work = Workload.parse(each);
                WorkloadUpload.put(benchmark.store(), work);
                for (Contender contender : List.of(
                        FunctionContender.cold(benchmark.deployed(), HEAP),
                        new RawContender.Java(benchmark.deployed()))) {
                    Measurement measured = benchmark.copy(contender, work, true, 10);
                    table.row(
                            work,
                            contender.name(),
                            measured.resident(),
                            Median.shown(measured.cpu()),
                            Median.shown(measured.wall()));
                    results.add(Map.of(
                            "objects", work.objects(),
                            "size", work.size(),
                            "by", contender.name(),
                            "residentMiB", measured.resident(),
                            "cpuSeconds", measured.cpu(),
                            "wallSeconds", measured.wall()));
                }
                benchmark.store().clear(work);
            }
        }
        System.out.print(table);
        System.out.println(results.write(BenchmarkTools.current().results(), "memory"));
        return 0;
    }
}
