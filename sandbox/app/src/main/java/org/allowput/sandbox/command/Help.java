package org.allowput.sandbox.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options and exit codes that the help of every command has: {@code --help} itself, and what the command can end
 * with.
 */
final class Help {
    /** What a shell makes of a program that Ctrl-C ended: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private static final Map<String, String> EXIT_CODES = Map.of(
            "0", "All went as it should.",
            "1", "Something did not: the last lines say what, why and what to do.",
            "2", "The command line was wrong: standard error says where.",
            "130", "Ctrl-C ended it.");

    private Help() {}

    /** Adds it to this command and those below it; what a command says itself of an exit code goes first. */
    static void addTo(CommandLine all) {
        add(all);
        all.getSubcommands().values().forEach(Help::add);
    }

    private static void add(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this.")
                        .build());
        CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        Map<String, String> codes = new TreeMap<>(Comparator.comparing(Integer::valueOf));
        codes.putAll(EXIT_CODES);
        usage.exitCodeList().forEach((code, own) -> codes.put(code, own + " " + EXIT_CODES.get(code)));
        usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(new LinkedHashMap<>(codes));
    }
}
