package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Started by {@code build/bench}: measures, prints each run, and a table of the medians. */
@Command(
        name = "build/bench",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = "Measures this project beside rclone.")
public final class Bench {
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Command(description = "Copies objects with this project's function, and with rclone.")
    int copy(
            @Option(names = "--rounds", defaultValue = "3", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--variable", description = "Of the function's environment: PRIMING_LIMIT_SECONDS=60.")
                    @Nullable
                    Map<String, String> variables,
            @Parameters(
                            arity = "0..*",
                            defaultValue = "1x10KiB 2000x10KiB 20000x10KiB 2x512MiB",
                            split = " ",
                            description = "Workloads, as 20000x10KiB or 2x512MiB (${DEFAULT-VALUE}).")
                    List<String> workloads)
            throws Exception {
        Map<String, String> more = variables == null ? Map.of() : variables;
        List<CopyProgram> programs =
                List.of(new FunctionProgram(true, more), new FunctionProgram(false, more), new Rclone());
        List<Map<String, Object>> rows = new ArrayList<>();
        S3Server server = S3Server.start();
        for (String each : workloads) {
            List<Runs> all = run(server, Workload.parse(each), programs, rounds);
            double ours = all.getFirst().cpu();
            all.forEach(runs -> rows.add(runs.row(each, ours)));
        }
        System.out.print(Output.table(rows));
        return 0;
    }

    @Command(
            description = "Fails if the restored function needs more CPU time, as a multiple of rclone's, than"
                    + " bench/ratios.json says, times a margin. About 25 minutes.")
    int compare(
            @Option(names = "--rounds", defaultValue = "5", description = "Of each, interleaved (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--update", description = "Writes the ratios to bench/ratios.json, to be committed.")
                    boolean update)
            throws Exception {
        Path file = Checkout.current().root().resolve("bench/ratios.json");
        List<CopyProgram> both = List.of(new FunctionProgram(true, Map.of()), new Rclone());
        S3Server server = S3Server.start();
        Map<String, Double> ratios = new TreeMap<>();
        for (String work : Ratios.MARGINS.keySet()) {
            List<Runs> runs = run(server, Workload.parse(work), both, rounds);
            double ratio = runs.getFirst().cpu() / runs.getLast().cpu();
            ratios.put(work, Math.round(100 * ratio) / 100.0);
        }
        Ratios seen = new Ratios(ratios);
        if (update) {
            seen.write(file);
        }
        Ratios committed = Ratios.read(file);
        System.out.printf("seen %s, committed %s, margins %s%n", ratios, committed.byWorkload(), Ratios.MARGINS);
        return seen.slowerThan(committed).isEmpty() ? 0 : 1;
    }

    @Command(description = "Starts the function of the scheduled comparison, which compares 1,000 objects.")
    int reconcile(
            @Option(names = "--rounds", defaultValue = "7", description = "Starts (${DEFAULT-VALUE}).") int rounds)
            throws IOException {
        Runs starts = new Runs("comparison", new ArrayList<>());
        for (int round = 1; round <= rounds; round++) {
            Path scratch = Files.createTempDirectory("bench");
            try {
                starts.add("1000 objects", FunctionComparison.measure(scratch));
            } finally {
                PrivateFiles.delete(scratch);
            }
        }
        System.out.print(Output.table(List.of(starts.row("1000", starts.cpu()))));
        return 0;
    }

    /** The programs copy in turns, several times: each meets what else the machine does. */
    private static List<Runs> run(S3Server server, Workload work, List<CopyProgram> programs, int rounds)
            throws Exception {
        server.upload(work);
        List<Runs> all = programs.stream()
                .map(each -> new Runs(each.label(), new ArrayList<>()))
                .toList();
        for (int round = 0; round < rounds; round++) {
            for (int program = 0; program < programs.size(); program++) {
                all.get(program).add(work.prefix(), programs.get(program).measure(server, work));
            }
        }
        server.deleteCopies(work);
        return all;
    }

    private record Runs(String label, List<Measurement> measured) {
        void add(String work, Measurement run) {
            measured.add(run);
            System.err.println(work + ", round " + measured.size() + ", " + label + ": " + run);
        }

        double cpu() {
            return median(Measurement::cpu);
        }

        /** The middle of them: what else the machine does at the time shows in the mean, and hardly here. */
        double median(ToDoubleFunction<Measurement> number) {
            double[] sorted = measured.stream().mapToDouble(number).sorted().toArray();
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        Map<String, Object> row(String work, double ours) {
            Map<String, Object> row = Output.facts("objects", work, "by", label);
            row.put("CPU s", hundredths(cpu()));
            row.put("of ours", hundredths(cpu() / ours));
            row.put("wall s", hundredths(median(Measurement::wall)));
            row.put("first event s", hundredths(median(Measurement::first)));
            row.put("resident MiB", Math.round(median(Measurement::resident)));
            return row;
        }

        private static BigDecimal hundredths(double number) {
            return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
        }
    }

    /** CPU time of the restored function as a multiple of rclone's in the same run, by workload. */
    record Ratios(Map<String, Double> byWorkload) {
        /** Each workload with what runs of the same code may differ by: see CONTRIBUTING.md. */
        static final Map<String, Double> MARGINS = new TreeMap<>(Map.of("20000x10KiB", 1.15, "2x512MiB", 1.25));

        static Ratios read(Path file) throws IOException {
            return new Ratios(JSON.std.mapOfFrom(Double.class, Files.readString(file)));
        }

        void write(Path file) throws IOException {
            Files.writeString(file, JSON.std.asString(byWorkload) + "\n");
        }

        /** The workloads whose ratio is above the committed one times its margin, or that have no committed one. */
        List<String> slowerThan(Ratios committed) {
            return byWorkload.entrySet().stream()
                    .filter(ratio -> ratio.getValue()
                            > committed.byWorkload.getOrDefault(ratio.getKey(), 0.0)
                                    * MARGINS.getOrDefault(ratio.getKey(), 1.0))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
