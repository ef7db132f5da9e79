package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.allowput.bench.copy.ColdStart;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.WorkloadUpload;
import org.allowput.bench.workload.Workload;
import org.allowput.emulator.local.Checkout;
import org.allowput.host.function.InitializationType;
import org.allowput.ops.cli.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Started by {@code bin/bench}: measures, prints each run, and a table of the medians. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        description = "Measures this project beside rclone and the limit.")
public final class Bench {
    private static final int AT_ONCE = 10;
    private static final List<String> FUNCTION_AND_LIMIT = List.of("this project, restored", "raw loop in Java");
    /** What runs of the same code may differ by, by workload: see CONTRIBUTING.md. */
    private static final Map<String, Double> MARGINS = new TreeMap<>(Map.of("20000x10KiB", 1.15, "2x512MiB", 1.25));

    private Bench() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Command(
            name = "copy",
            mixinStandardHelpOptions = true,
            description = "Copies objects with this project's function, with rclone, and the least that a copy can be.")
    int copy(
            @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--only", defaultValue = "", description = "Those whose name begins so.") String only,
            @Option(names = "--jvm", split = " ", description = "Options of this project's JVM, besides Lambda's.")
                    @Nullable
                    List<String> options,
            @Option(
                            names = "--priming",
                            split = ",",
                            description = "This project's function alone, primed for so many seconds each: 110,60,30.")
                    @Nullable
                    List<Integer> priming,
            @Parameters(
                            arity = "0..*",
                            defaultValue = "2000x10KiB 20000x10KiB 2x512MiB",
                            split = " ",
                            description = "Workloads, as 20000x10KiB or 1x2GiB (${DEFAULT-VALUE}).")
                    List<String> workloads)
            throws Exception {
        String columns = "objects;by;>CPU s;>of ours;>wall s;>of ours;>resident MiB;>requests per object;>rounds";
        Table table = new Table(columns.split(";"));
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            List<Contender> all = priming == null
                    ? benchmark.contenders(options == null ? List.of() : options)
                    : benchmark.primed(priming);
            List<Contender> contenders = all.stream()
                    .filter(contender -> contender.name().startsWith(only))
                    .toList();
            for (String each : workloads) {
                Workload work = Workload.parse(each);
                WorkloadUpload.put(benchmark.store(), work);
                add(work, interleaved(benchmark, rounds, contenders, work), table);
                benchmark.store().clear(work);
            }
        }
        System.out.print(table);
        return 0;
    }

    /** The contenders copy in turns, several times: each meets what else the machine does. */
    private static Map<String, List<Measurement>> interleaved(
            CopyBenchmark benchmark, int rounds, List<Contender> contenders, Workload work) {
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Measurement measured = benchmark.copy(contender, work, AT_ONCE);
                runs.computeIfAbsent(contender.name(), ignored -> new ArrayList<>())
                        .add(measured);
                System.err.printf(Locale.ROOT, "%s, round %d, %s: %s%n", work, round, contender.name(), measured);
            }
        }
        return runs;
    }

    private static void add(Workload work, Map<String, List<Measurement>> runs, Table table) {
        List<Measurement> product = runs.values().iterator().next();
        runs.forEach((name, measured) -> {
            double cpu = median(measured, Measurement::cpu);
            double wall = median(measured, Measurement::wall);
            table.row(
                    work,
                    name,
                    shown(cpu),
                    shown(cpu / median(product, Measurement::cpu)),
                    shown(wall),
                    shown(wall / median(product, Measurement::wall)),
                    Math.round(median(measured, Measurement::resident)),
                    shown(median(measured, Measurement::requests) / work.objects()),
                    measured.size());
        });
    }

    /** As a multiple of the raw loop's, CPU time depends less on the machine; in these workloads, little on priming. */
    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = "Fails if the restored function needs more CPU time, as a multiple of the raw loop in Java,"
                    + " than bench/ratios.json says, times a margin. About 23 minutes.")
    int compare(
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
            List<Contender> both = benchmark.contenders(List.of()).stream()
                    .filter(contender -> FUNCTION_AND_LIMIT.contains(contender.name()))
                    .toList();
            for (Map.Entry<String, Double> margin : MARGINS.entrySet()) {
                Workload work = Workload.parse(margin.getKey());
                WorkloadUpload.put(benchmark.store(), work);
                List<Double> cpu = interleaved(benchmark, rounds, both, work).values().stream()
                        .map(runs -> median(runs, Measurement::cpu))
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

    @Command(
            name = "cold-start",
            mixinStandardHelpOptions = true,
            description = "Starts the function in AWS's runtime client, over TLS, for one object of 10 KiB.")
    int coldStart(
            @Option(names = "--rounds", defaultValue = "7", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--jvm", split = " ", description = "Options of the JVM, besides Lambda's.") @Nullable
                    List<String> options)
            throws Exception {
        Workload one = new Workload(1, 10 * Workload.KIB);
        List<String> all = options == null ? List.of() : options;
        Map<ColdStart, List<ColdStart.Seconds>> starts = new LinkedHashMap<>();
        starts.put(new ColdStart("without SnapStart", InitializationType.ON_DEMAND, all), new ArrayList<>());
        starts.put(
                new ColdStart("SnapStart, after the restore", InitializationType.SNAP_START, all), new ArrayList<>());
        try (CopyBenchmark benchmark = CopyBenchmark.open()) {
            Path runtime = benchmark.checkout().resolve("sandbox/lambda-host/target/runtime");
            WorkloadUpload.put(benchmark.store(), one);
            for (int round = 1; round <= rounds; round++) {
                starts.forEach((start, measured) -> measured.add(
                        benchmark.copying(one, AT_ONCE, task -> start.run(task, benchmark.deployed(), runtime))));
            }
        }
        Table table = new Table("first copy", ">all s", ">until it asks for events s", ">the copy s", ">rounds");
        starts.forEach((start, measured) -> table.row(
                start.name(),
                shown(median(measured, ColdStart.Seconds::all)),
                shown(median(measured, ColdStart.Seconds::start)),
                shown(median(measured, ColdStart.Seconds::first)),
                measured.size()));
        System.out.print(table);
        return 0;
    }

    private static String shown(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** The middle of several runs: what else the machine does at the time shows in the mean, and hardly here. */
    private static <T> double median(List<T> runs, ToDoubleFunction<T> number) {
        double[] sorted = runs.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
