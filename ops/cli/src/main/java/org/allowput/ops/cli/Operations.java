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
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry point of the commands on the class path: the first argument is the command's name. */
public final class Operations {
    /** What people type before a command's name. */
    private static final String PROGRAM = System.getProperty("allowput.program", "bin/");

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
        System.exit(commandLine(name).execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    /** The names of the commands, in their order. */
    public static SortedSet<String> names() {
        return providers().map(Operations::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A command by its name, as people type it. @throws NoSuchElementException if no module has it */
    public static CommandLine commandLine(String name) {
        ServiceLoader.Provider<OperatorCommand> command =
                providers().filter(each -> name(each).equals(name)).findFirst().orElseThrow();
        CommandLine commandLine = CommandLines.of(command.get(), PROGRAM + name);
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.description(asTyped(usage.description()));
        usage.footer(asTyped(usage.footer()));
        return commandLine;
    }

    private static Stream<ServiceLoader.Provider<OperatorCommand>> providers() {
        return ServiceLoader.load(OperatorCommand.class).stream();
    }

    private static String name(ServiceLoader.Provider<OperatorCommand> command) {
        return Objects.requireNonNull(command.type().getAnnotation(Command.class))
                .name();
    }

    private static String[] asTyped(String[] lines) {
        return Arrays.stream(lines).map(line -> line.replace("bin/", PROGRAM)).toArray(String[]::new);
    }

    private static String overview() {
        String version =
                Objects.requireNonNullElse(Operations.class.getPackage().getImplementationVersion(), "-");
        StringBuilder text =
                new StringBuilder("Usage: %sCOMMAND [OPTION...]%nThe commands of allow-put-to-s3, version %s:%n"
                        .formatted(PROGRAM, version));
        names().forEach(name -> text.append("  %-14s%s%n"
                .formatted(
                        name,
                        commandLine(name)
                                .getCommandSpec()
                                .usageMessage()
                                .description()[0]
                                .replaceFirst("[.:] .*", "."))));
        return text.append("%sCOMMAND --help has the options of a command.%n".formatted(PROGRAM))
                .toString();
    }
}
