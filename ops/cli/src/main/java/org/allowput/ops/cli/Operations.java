package org.allowput.ops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry point of the commands on the class path: the first argument is the command's name. All have the same help,
 * exit codes and error messages.
 */
public final class Operations {
    /** What is typed before a command's name: the scripts in {@code bin}, or the jar. */
    private static final String PREFIX = System.getProperty("allowput.program", "bin/");

    /** What the JDK makes of bytes that the locale's encoding does not have. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final SortedMap<String, ServiceLoader.Provider<OperatorCommand>> COMMANDS =
            new TreeMap<>(ServiceLoader.load(OperatorCommand.class).stream()
                    .collect(Collectors.toMap(each -> name(each.type()), each -> each)));

    private Operations() {}

    /** Ends with the code of an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        if (names().contains(name)) {
            System.exit(run(commandLine(name), Arrays.copyOfRange(arguments, 1, arguments.length)));
        }
        boolean isHelp = Set.of("-h", "--help", "-V", "--version").contains(name);
        (isHelp ? System.out : System.err).print(overview());
        System.exit((isHelp ? ExitStatus.OK : ExitStatus.USAGE).code());
    }

    /** Runs a command. Any exception has an exit code of its own: 1 means findings, and nothing else. */
    static int run(CommandLine command, String... arguments) {
        if (Stream.of(arguments).anyMatch(argument -> argument.indexOf(REPLACEMENT) >= 0)) {
            System.err.println(
                    "Seen an argument with characters that this locale does not have: set LC_ALL=C.UTF-8, and"
                            + " run this command again.");
            return ExitStatus.USAGE.code();
        }
        try {
            int status = command.execute(arguments);
            if (command.getOut().checkError() || System.out.checkError()) {
                throw new OperationException(
                        "The output could not be written: is the disk full, or has its reader ended?");
            }
            return status;
        } catch (Throwable e) {
            return explain(e, command);
        }
    }

    public static Set<String> names() {
        return COMMANDS.keySet();
    }

    /** A command by its name, as people type it. */
    public static CommandLine commandLine(String name) {
        return commandLine(Objects.requireNonNull(COMMANDS.get(name), name).get(), typed(name));
    }

    /** A command as it is typed next. */
    public static String typed(String name) {
        return PREFIX + name;
    }

    /** A text that names scripts of {@code bin}, with the commands as they are typed here. */
    public static String inText(String text) {
        return text.replace("bin/", PREFIX);
    }

    private static String name(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
    }

    private static String overview() {
        CommandSpec all = CommandSpec.create().name(typed("COMMAND"));
        all.usageMessage()
                .description("The commands of allow-put-to-s3, version "
                        + Objects.requireNonNullElse(
                                Operations.class.getPackage().getImplementationVersion(), "-")
                        + ". Each has --help.");
        names().forEach(name -> all.addSubcommand(name, commandLine(name)));
        return new CommandLine(all).getUsageMessage();
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
                .setExecutionExceptionHandler((exception, failed, parsed) -> explain(exception, failed));
        CommandSpec spec = commandLine.getCommandSpec();
        readHelp(spec, command.getClass());
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
        return commandLine;
    }

    /**
     * The text of a command in {@code help/NAME.txt}: what it does, in its first line, and what follows its options.
     * They are described in {@code help/NAME.properties}, by their names, and what several commands have in
     * {@code help/common.properties}.
     */
    private static void readHelp(CommandSpec spec, Class<?> command) {
        String help = "/help/" + name(command);
        try {
            List<String> lines = resource(command, help + ".txt").lines().toList();
            spec.usageMessage()
                    .description(lines.getFirst().split("(?<=\\.) ", -1))
                    .footer(lines.subList(1, lines.size()).toArray(String[]::new));
            String texts = resource(command, "/help/common.properties") + resource(command, help + ".properties");
            spec.resourceBundle(new PropertyResourceBundle(new StringReader(texts)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if there is no such file. */
    private static String resource(Class<?> command, String name) throws IOException {
        try (InputStream file = command.getResourceAsStream(name)) {
            return file == null ? "" : inText(new String(file.readAllBytes(), UTF_8));
        }
    }

    /** What is wrong, the options that were probably meant, and where the others are. */
    private static int explainUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        command.getErr().println(exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, command.getErr());
        command.getErr().println(command.getCommandName() + " --help lists the options.");
        command.getErr().flush();
        return ExitStatus.USAGE.code();
    }

    private static int explain(Throwable exception, CommandLine command) {
        OperationException explained = OperationException.of(exception);
        command.getErr().println(explained.getMessage());
        command.getErr().flush();
        return explained.status().code();
    }
}
