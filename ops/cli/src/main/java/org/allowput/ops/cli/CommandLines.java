package org.allowput.ops.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
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
                .setParameterExceptionHandler(CommandLines::explainUsage)
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

    private static int explain(Exception exception, CommandLine command, ParseResult parsed) {
        OperationException explained = switch (exception) {
            case OperationException e -> e;
            case SdkException e -> SdkErrors.explain(e);
            default -> new OperationException(unexpected(exception), exception);
        };
        PrintWriter err = command.getErr();
        err.println(explained.getMessage());
        err.flush();
        return explained.status().code();
    }

    /** One sentence for what no class expects: the type, the message, and where it was thrown. */
    static String unexpected(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "There is not enough memory: give the JVM more, for example with JAVA_TOOL_OPTIONS=-Xmx4g.";
        }
        String place = Stream.of(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.allowput."))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return EscapedText.of("This is an error of the command itself, please report it: %s%s: %s"
                .formatted(e.getClass().getSimpleName(), place, e.getMessage()));
    }

    /** The option whose name differs in two letters at most. */
    private static Optional<String> closeOption(String typed, CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--") && distance(typed, name) <= 2)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** How many letters have to be inserted, removed or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        int[] above = IntStream.rangeClosed(0, other.length()).toArray();
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[other.length()];
    }

    /** What is wrong, the option that was probably meant, and where the others are. */
    private static int explainUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(exception.getMessage());
        if (exception instanceof UnmatchedArgumentException unmatched) {
            closeOption(unmatched.getUnmatched().getFirst(), command)
                    .ifPresent(option -> err.println("Did you mean " + option + "?"));
        }
        err.println(command.getCommandName() + " --help lists the options.");
        err.flush();
        return ExitStatus.USAGE.code();
    }
}
