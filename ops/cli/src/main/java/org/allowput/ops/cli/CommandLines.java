package org.allowput.ops.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;

/** Gives every command the same help, exit codes and error messages. */
public final class CommandLines {
    private CommandLines() {}

    /** The command line of one command, under the name by which people type it. */
    public static CommandLine of(Object command, String name) {
        CommandLine commandLine = new CommandLine(command)
                .setCommandName(name)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // A key may begin with @.
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(CommandLines::explain);
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Prints this help.")
                        .build());
        Map<String, String> exitCodes = new LinkedHashMap<>(ExitStatus.descriptions());
        commandLine.getCommandSpec().usageMessage().exitCodeList().forEach(exitCodes::put);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        return commandLine;
    }

    private static int explain(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        OperationException explained = switch (exception) {
            case OperationException e -> e;
            case SdkException e -> SdkErrors.explain(e);
            default -> throw exception;
        };
        PrintWriter err = command.getErr();
        err.println(explained.getMessage());
        err.flush();
        return explained.status().code();
    }
}
