package org.allowput.bench;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Started by {@code bin/bench}: measures, prints each run, and a table of the medians. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        description = "Measures this project beside its peers and the limit.",
        subcommands = {ColdStartCommand.class, GrowthCommand.class})
public final class Bench {
    Bench() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Bench());
        CommandLine.getCommandMethods(CopyCommands.class, null).forEach(all::addSubcommand);
        return all;
    }

    /** Everything that docs/benchmarks.md shows, in two hours and a half; or its largest part in fifty minutes. */
    @Command(name = "all", mixinStandardHelpOptions = true, description = "Measures all of it, one after the other.")
    int all(
            @Option(names = "--short", description = "Fewer rounds, and 30,000 objects at most.") boolean brief,
            @Option(
                            names = "--plots",
                            defaultValue = ".bench/plots",
                            description = "Folder for the plots; docs/plots has those of docs/benchmarks.md.")
                    String plots) {
        String copy = "copy --rounds ";
        List<String> commands = brief
                ? List.of("cold-start --rounds 3", copy + "2 2000x10KiB 20x8MiB", copy + "1 20000x10KiB 2x512MiB")
                : List.of("cold-start", "copy", "large");
        int highest = 0;
        for (String command : commands) {
            highest = Math.max(highest, commandLine().execute(command.split(" ")));
        }
        String most = brief ? "30000" : "100000";
        return Math.max(highest, commandLine().execute("growth", "--most", most, "--plots", plots));
    }
}
