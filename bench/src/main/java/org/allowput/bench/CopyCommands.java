package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.FunctionContender;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.emulator.local.Checkout;
import org.allowput.ops.cli.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that compare contenders. */
final class CopyCommands {
    private static final List<String> FUNCTION_AND_LIMIT = List.of("this project, restored", "raw loop in Java");
    /** What runs of the same code may differ by, by workload: see CONTRIBUTING.md. */
    private static final Map<String, Double> MARGINS = new TreeMap<>(Map.of("20000x10KiB", 1.15, "2x512MiB", 1.25));

    private CopyCommands() {}

    @Command(
            name = "copy",
            mixinStandardHelpOptions = true,
            description = "Copies objects with this project's function, its peers, and the least that a copy can be.")
    static int copy(
            @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--at-once",
                            defaultValue = "10",
                            description = "Objects on the way at a time (${DEFAULT-VALUE}).")
                    int atOnce,
            @Option(names = "--only", defaultValue = "", description = "Those whose name begins so.") String only,
            @Option(names = "--jvm", split = " ", description = "Options of this project's JVM, besides Lambda's.")
                    @Nullable
                    List<String> options,
            @Parameters(
                            arity = "0..*",
                            defaultValue = "2000x10KiB 20000x10KiB 20x8MiB 2x512MiB 1x2GiB",
                            split = " ",
                            description = "Workloads, as 20000x10KiB or 1x2GiB; those of docs/benchmarks.md.")
                    List<String> workloads)
            throws Exception {
        String columns = "objects;by;>CPU s;>of ours;>wall s;>of ours;>resident MiB;>requests per object;"
                + ">bytes per object;>allocated per object;>rounds";
        Table table = new Table(columns.split(";"));
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            InterleavedRuns comparison = new InterleavedRuns(benchmark, rounds);
            List<Contender> contenders = contenders(
                    benchmark, Objects.requireNonNullElse(options, List.of()), each -> each.startsWith(only));
            for (String each : workloads) {
                Workload work = Workload.parse(each);
                WorkloadUpload.put(benchmark.store(), work);
                add(work, comparison.copy(contenders, work, atOnce), table);
                benchmark.store().clear(work);
            }
            System.out.print(table);
        }
        return 0;
    }

    private static List<Contender> contenders(
            CopyBenchmark benchmark, List<String> options, Predicate<String> isWanted) {
        return benchmark.contenders(options).stream()
                .filter(contender -> isWanted.test(contender.name()))
                .toList();
    }

    private static void add(Workload work, Map<String, List<Measurement>> runs, Table table) {
        List<Measurement> product = runs.values().iterator().next();
        runs.forEach((name, measured) -> {
            double cpu = Median.of(measured, Measurement::cpu);
            double wall = Median.of(measured, Measurement::wall);
            table.row(
                    work,
                    name,
                    Median.shown(cpu),
                    Median.shown(cpu / Median.of(product, Measurement::cpu)),
                    Median.shown(wall),
                    Median.shown(wall / Median.of(product, Measurement::wall)),
                    Math.round(Median.of(measured, Measurement::resident)),
                    Median.shown(Median.of(measured, Measurement::requests) / work.objects()),
                    Math.round(Median.of(measured, Measurement::network) / work.objects()),
                    Math.round(Median.of(measured, Measurement::allocated) / work.objects()),
                    measured.size());
        });
    }

    /** As a multiple of the raw loop's, CPU time depends less on the machine; in these workloads, little on priming. */
    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = "Fails if the restored function needs more CPU time, as a multiple of the raw loop in Java,"
                    + " than bench/ratios.json says, times a margin. About 23 minutes.")
    static int compare(
            @Option(names = "--rounds", defaultValue = "5", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--update", description = "Writes the ratios to bench/ratios.json, to be committed.")
                    boolean update)
            throws Exception {
        Path file = Checkout.current().root().resolve("bench/ratios.json");
        if (!update && !Files.exists(file)) {
            throw new IllegalStateException(file + " is missing: run bin/bench compare --update on a commit that is"
                    + " known to be fast, and commit the file");
        }
        Map<String, Double> committed = update ? Map.of() : JSON.std.mapOfFrom(Double.class, Files.readString(file));
        Map<String, Double> ratios = new TreeMap<>();
        boolean slower = false;
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            List<Contender> both = contenders(benchmark, List.of(), FUNCTION_AND_LIMIT::contains);
            for (Map.Entry<String, Double> margin : MARGINS.entrySet()) {
                Workload work = Workload.parse(margin.getKey());
                WorkloadUpload.put(benchmark.store(), work);
                List<Double> cpu = new InterleavedRuns(benchmark, rounds)
                        .copy(both, work, 10).values().stream()
                                .map(runs -> Median.of(runs, Measurement::cpu))
                                .toList();
                double ratio = Math.round(100 * cpu.getFirst() / cpu.getLast()) / 100.0;
                ratios.put(margin.getKey(), ratio);
                slower |= ratio > committed.getOrDefault(margin.getKey(), 0.0) * margin.getValue();
                benchmark.store().clear(work);
            }
        }
        System.out.println("seen " + ratios + ", committed " + committed + ", margins " + MARGINS);
        if (update) {
            Files.writeString(file, JSON.std.asString(ratios) + "\n");
            return 0;
        }
        return slower ? 1 : 0;
    }

    /** In ranges of 64 MiB, of which 1, 4 and 16 are copied at a time. */
    @Command(
            name = "large",
            mixinStandardHelpOptions = true,
            description = "Copies one large object with the workflow's tasks, with rclone, and in one plain stream.")
    static int large(
            @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Parameters(arity = "0..1", defaultValue = "1x2GiB", description = "The object (${DEFAULT-VALUE}).")
                    String object)
            throws Exception {
        Table table = new Table("object", "by", ">wall s", ">MiB/s", ">CPU s", ">resident MiB");
        Workload work = Workload.parse(object);
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            FunctionContender.prepareWorkflow(benchmark.store());
            WorkloadUpload.put(benchmark.store(), work);
            FunctionContender function = new FunctionContender(benchmark.deployed(), List.of());
            List<Contender> contenders = Stream.concat(
                            Stream.of(1, 4, 16).map(function::workflow),
                            contenders(benchmark, List.of(), each -> each.matches("(rclone|raw loop).*")).stream())
                    .toList();
            InterleavedRuns comparison = new InterleavedRuns(benchmark, rounds);
            comparison.copy(contenders, work, 1).forEach((name, measured) -> {
                double wall = Median.of(measured, Measurement::wall);
                table.row(
                        work,
                        name,
                        Median.shown(wall),
                        Math.round(work.size() / wall / Workload.MIB),
                        Median.shown(Median.of(measured, Measurement::cpu)),
                        Math.round(Median.of(measured, Measurement::resident)));
            });
            System.out.print(table);
        }
        return 0;
    }
}
