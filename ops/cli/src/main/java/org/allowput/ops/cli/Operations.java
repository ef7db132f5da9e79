package org.allowput.ops.cli;

import java.util.Arrays;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the commands on the class path: the first argument is the command's name. */
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
            System.err.println(CommandLines.unexpected(e));
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
        return providers().map(Operations::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A command by its name, as people type it. @throws NoSuchElementException if no module has it */
    public static CommandLine commandLine(String name) {
        ServiceLoader.Provider<OperatorCommand> command =
                providers().filter(each -> name(each).equals(name)).findFirst().orElseThrow();
        return CommandLines.of(command.get(), Program.PREFIX + name);
    }

    private static Stream<ServiceLoader.Provider<OperatorCommand>> providers() {
        return ServiceLoader.load(OperatorCommand.class).stream();
    }

    private static String name(ServiceLoader.Provider<OperatorCommand> command) {
        return Objects.requireNonNull(command.type().getAnnotation(Command.class))
                .name();
    }

    private static String overview() {
        String version =
                Objects.requireNonNullElse(Operations.class.getPackage().getImplementationVersion(), "-");
        StringBuilder text =
                new StringBuilder("Usage: %sCOMMAND [OPTION...]%nThe commands of allow-put-to-s3, version %s:%n"
                        .formatted(Program.PREFIX, version));
        names().forEach(name -> text.append("  %-14s%s%n"
                .formatted(
                        name,
                        commandLine(name)
                                .getCommandSpec()
                                .usageMessage()
                                .description()[0]
                                .replaceFirst("[.:] .*", "."))));
        return text.append("%sCOMMAND --help has the options of a command.%n".formatted(Program.PREFIX))
                .toString();
    }
}
