package org.allowput.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Started by {@code bin/bench}: measures, prints a table, and writes every run as JSON. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        description = "Measures this project beside its peers and the limit.",
        subcommands = {
            CopyCommand.class,
            ColdStartCommand.class,
            GrowthCommand.class,
            LargeCommand.class,
            AllCommand.class
        })
public final class Bench {
    Bench() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
