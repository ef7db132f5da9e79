package org.allowput.ops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The entry point of the commands on the class path: the first argument is the command's name. All have the same help,
 * exit codes and error messages.
 */
public final class Operations {
    /** What the JDK makes of bytes that the locale's encoding does not have. */
    private static final char REPLACEMENT = '\uFFFD';

    private Operations() {}

    /** Ends with the code of an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        if (Set.of("-h", "--help", "-V", "--version").contains(name)) {
            System.out.print(overview());
            System.exit(ExitStatus.OK.code());
        }
        if (!names().contains(name)) {
            System.err.println("seen '" + name + "', expected one of " + names());
            System.exit(ExitStatus.USAGE.code());
        }
        System.exit(run(commandLine(name), Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    /** Runs a command. Any exception has an exit code of its own: 1 means findings, and nothing else. */
    static int run(CommandLine command, String... arguments) {
        if (Stream.of(arguments).anyMatch(argument -> argument.indexOf(REPLACEMENT) >= 0)) {
            System.err.println(
                    "Seen an argument with characters that this locale does not have: set LC_ALL=C.UTF-8, and"
                            + " run this command again.");
            return ExitStatus.USAGE.code();
        }
        int status;
        try {
            status = command.execute(arguments);
        } catch (Throwable e) {
            System.err.println(unexpected(e));
            return ExitStatus.NOT_DONE.code();
        }
        if (command.getOut().checkError() || System.out.checkError()) {
            System.err.println("The output could not be written: is the disk full, or has its reader ended?");
            return ExitStatus.NOT_DONE.code();
        }
        return status;
    }

    /** The names of the commands, in their order. */
    public static SortedSet<String> names() {
        return providers().map(each -> name(each.type())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A command by its name, as people type it. @throws NoSuchElementException if no module has it */
    public static CommandLine commandLine(String name) {
        return providers()
                .filter(each -> name(each.type()).equals(name))
                .map(each -> commandLine(each.get(), Program.command(name)))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<ServiceLoader.Provider<OperatorCommand>> providers() {
        return ServiceLoader.load(OperatorCommand.class).stream();
    }

    private static String name(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
    }

    private static String overview() {
        String version =
                Objects.requireNonNullElse(Operations.class.getPackage().getImplementationVersion(), "-");
        return names().stream()
                .map(name -> "  %-14s%s%n"
                        .formatted(
                                name,
                                commandLine(name)
                                        .getCommandSpec()
                                        .usageMessage()
                                        .description()[0]
                                        .replaceFirst("[.:] .*", ".")))
                .collect(Collectors.joining(
                        "",
                        "Usage: %s [OPTION...]%nThe commands of allow-put-to-s3, version %s:%n"
                                .formatted(Program.command("COMMAND"), version),
                        Program.command("COMMAND") + " --help has the options of a command.\n"));
    }

    /** The command line of one command, under the name by which people type it. */
    public static CommandLine commandLine(Object command, String typed) {
        CommandLine commandLine = new CommandLine(command)
                .setCommandName(typed)
                .registerConverter(Duration.class, Times::duration)
                .registerConverter(Instant.class, Times::instant)
                // A key may begin with @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Operations::explainUsage)
                .setExecutionExceptionHandler(Operations::explain);
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
        try (InputStream file = command.getResourceAsStream("/help/" + name(command) + ".txt")) {
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

    private static int explain(Exception exception, CommandLine command, ParseResult parsed) {
        OperationException explained = switch (exception) {
            case OperationException e -> e;
            case SdkException e -> OperationException.ofAws(e);
            case IOException e -> unreadable(e);
            case UncheckedIOException e -> unreadable(Objects.requireNonNull(e.getCause()));
            default -> new OperationException(unexpected(exception), exception);
        };
        command.getErr().println(explained.getMessage());
        command.getErr().flush();
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
}
