package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
        List<CopyProgram> programs = List.of(
                new FunctionProgram(true, more),
                new FunctionProgram(false, more),
                new Rclone(UnaryOperator.identity()));
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
            description = "Fails if the restored function takes more than bench/ratios.json says, as a multiple of what"
                    + " rclone takes: with a whole core for each in turn, and with half of one.")
    int compare(
            @Option(
                            names = "--rounds",
                            defaultValue = "3",
                            description = "Of each, interleaved; each primes a function, which takes minutes"
                                    + " (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--cores",
                            defaultValue = "1 0.5",
                            split = " ",
                            description = "What a program has at most of the client's core; less than 1 needs a control"
                                    + " group of Linux, and root (${DEFAULT-VALUE}).")
                    List<Double> cores,
            @Option(names = "--update", description = "Writes the table of docs/benchmarks.md.") boolean update)
            throws Exception {
        Goals goals = Goals.read(Goals.file());
        RcloneComparison comparison =
                new RcloneComparison(List.copyOf(goals.cpu().keySet()), cores);
        comparison.run(S3Server.start(), rounds);
        System.out.print(
                Output.table(comparison.compared().stream().map(Compared::row).toList()));
        System.out.println("first copy: " + Runs.hundredths(comparison.firstCopy()) + " s");
        if (update) {
            comparison.document(Checkout.current().root().resolve("docs/benchmarks.md"));
        }
        List<String> missed = goals.missed(comparison.compared(), comparison.firstCopy());
        missed.forEach(System.out::println);
        return missed.isEmpty() ? 0 : 1;
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
}
