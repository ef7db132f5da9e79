package org.allowput.ops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
                .registerConverter(Duration.class, Times::duration)
                .registerConverter(Instant.class, Times::instant)
                // A key may begin with @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(CommandLines::explainUsage)
                .setExecutionExceptionHandler(CommandLines::explain);
        CommandSpec spec = commandLine.getCommandSpec();
        readHelp(spec, command.getClass());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this help.")
                .build());
        Map<String, String> exitCodes = ExitStatus.descriptions();
        exitCodes.putAll(spec.usageMessage().exitCodeList());
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes);
        return commandLine;
    }

    /**
     * The text of a command in {@code help/NAME.txt}: what it does, in its first line, and what follows its options.
     */
    private static void readHelp(CommandSpec spec, Class<?> command) {
        String name =
                Objects.requireNonNull(command.getAnnotation(Command.class)).name();
        try (InputStream file = command.getResourceAsStream("/help/" + name + ".txt")) {
            if (file != null) {
                List<String> lines = Program.inText(new String(file.readAllBytes(), UTF_8))
                        .lines()
                        .toList();
                spec.usageMessage()
                        .description(lines.getFirst())
                        .footer(lines.subList(1, lines.size()).toArray(String[]::new));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int explain(Exception exception, CommandLine command, ParseResult parsed) {
        OperationException explained = switch (exception) {
            case OperationException e -> e;
            case SdkException e -> OperationException.ofAws(e);
            case IOException e -> unreadable(e);
            case UncheckedIOException e -> unreadable(Objects.requireNonNull(e.getCause()));
            default -> new OperationException(unexpected(exception), exception);
        };
        PrintWriter err = command.getErr();
        err.println(explained.getMessage());
        err.flush();
        return explained.status().code();
    }

    /** The message of many is the name of the file alone. */
    private static OperationException unreadable(IOException e) {
        return new OperationException(
                "A file could not be read or written: %s: %s"
                        .formatted(e.getClass().getSimpleName(), e.getMessage()),
                e);
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

    /** What is wrong, the options that were probably meant, and where the others are. */
    private static int explainUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println(command.getCommandName() + " --help lists the options.");
        err.flush();
        return ExitStatus.USAGE.code();
    }
}
