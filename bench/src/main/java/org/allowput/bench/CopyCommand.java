package org.allowput.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.bench.copy.BenchmarkTools;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everybody copies the same objects, one after the other, several times over. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = "Copies objects with this project's function, its peers, and the least that a copy can be.")
final class CopyCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--at-once", defaultValue = "10", description = "Objects on the way at a time (${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(names = "--only", description = "Those whose name begins so.")
    private String only = "";

    @Option(names = "--way", defaultValue = "both", description = "plain, tls or both (${DEFAULT-VALUE}).")
    private String way = "both";

    @Option(names = "--jvm", split = " ", description = "Options of this project's JVM, besides Lambda's.")
    private List<String> options = List.of();

    @Option(names = "--name", defaultValue = "copy", description = "Of the file with the results (${DEFAULT-VALUE}).")
    private String name = "copy";

    @Parameters(arity = "0..*", description = "Workloads, as 20000x10KiB or 1x2GiB; those of docs/benchmarks.md.")
    private List<String> workloads = List.of("2000x10KiB", "20000x10KiB", "20x8MiB", "2x512MiB", "1x2GiB");

    @Override
    public Integer call() throws Exception {
        Results results = new Results();
        Table table = new Table(
                "objects", "over", "by", ">CPU s", ">of ours", ">wall s", ">of ours", ">resident MiB", ">rounds");
        try (CopyBenchmark benchmark = CopyBenchmark.open(BenchmarkTools.current())) {
            for (String each : workloads) {
                Workload work = Workload.parse(each);
                WorkloadUpload.put(benchmark.store(), work);
                for (boolean tls : transports()) {
                    compare(benchmark, work, tls, results, table);
                }
                benchmark.store().clear(work);
            }
        }
        System.out.print(table);
        System.out.println(results.write(BenchmarkTools.current().results(), name));
        return 0;
    }

    private List<Boolean> transports() {
        return switch (way) {
            case "plain" -> List.of(false);
            case "tls" -> List.of(true);
            case "both" -> List.of(false, true);
            default -> throw new IllegalArgumentException("--way is plain, tls or both, not " + way);
        };
    }

    private void compare(CopyBenchmark benchmark, Workload work, boolean tls, Results results, Table table) {
        Map<Contender, List<Measurement>> runs = new LinkedHashMap<>();
        benchmark.contenders(options).stream()
                .filter(contender -> contender.name().startsWith(only))
                .forEach(contender -> runs.put(contender, new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Contender, List<Measurement>> each : runs.entrySet()) {
                Measurement measured = benchmark.copy(each.getKey(), work, tls, atOnce);
                each.getValue().add(measured);
                results.add(Map.of(
                        "objects", work.objects(),
                        "size", work.size(),
                        "tls", tls,
                        "atOnce", atOnce,
                        "round", round,
                        "by", each.getKey().name(),
                        "cpuSeconds", measured.cpu(),
                        "wallSeconds", measured.wall(),
                        "residentMiB", measured.resident()));
                System.err.printf(
                        Locale.ROOT,
                        "%s, %s, round %d, %s: %.2f s of CPU, %.2f s%n",
                        work,
                        tls ? "TLS" : "plain",
                        round,
                        each.getKey().name(),
                        measured.cpu(),
                        measured.wall());
            }
        }
        List<Measurement> product = runs.entrySet().iterator().next().getValue();
        runs.forEach((contender, measured) -> table.row(
                work,
                tls ? "TLS" : "plain",
                contender.name(),
                Median.shown(Median.of(measured, Measurement::cpu)),
                Median.shown(Median.of(measured, Measurement::cpu) / Median.of(product, Measurement::cpu)),
                Median.shown(Median.of(measured, Measurement::wall)),
                Median.shown(Median.of(measured, Measurement::wall) / Median.of(product, Measurement::wall)),
                Math.round(Median.of(measured, Measurement::resident)),
                measured.size()));
    }
}
