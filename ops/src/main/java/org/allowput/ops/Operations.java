package org.allowput.ops;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.allowput.ops.acceptance.AcceptanceCommand;
import org.allowput.ops.access.CheckAccessCommand;
import org.allowput.ops.backfill.BackfillCommand;
import org.allowput.ops.cli.CommandLines;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.confirm.ConfirmCommand;
import org.allowput.ops.control.PauseCommand;
import org.allowput.ops.control.ResumeCommand;
import org.allowput.ops.control.RollbackCommand;
import org.allowput.ops.event.EventCommand;
import org.allowput.ops.plan.PlanCommand;
import org.allowput.ops.proof.ProveAccessCommand;
import org.allowput.ops.reconcile.ReconcileCommand;
import org.allowput.ops.redrive.RedriveCommand;
import org.allowput.ops.status.StatusCommand;
import org.allowput.ops.where.WhereCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry point of the commands: the first argument is the command's name. */
public final class Operations {
    private static final Map<String, Supplier<Object>> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("acceptance", () -> new AcceptanceCommand(Operations::commandLine)),
            Map.entry("backfill", BackfillCommand::new),
            Map.entry("check-access", CheckAccessCommand::new),
            Map.entry("confirm", ConfirmCommand::new),
            Map.entry("event", EventCommand::new),
            Map.entry("pause", PauseCommand::new),
            Map.entry("plan", PlanCommand::new),
            Map.entry("prove-access", ProveAccessCommand::new),
            Map.entry("reconcile", ReconcileCommand::new),
            Map.entry("redrive", RedriveCommand::new),
            Map.entry("resume", ResumeCommand::new),
            Map.entry("rollback", RollbackCommand::new),
            Map.entry("status", StatusCommand::new),
            Map.entry("where", WhereCommand::new)));

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
        if (!COMMANDS.containsKey(name)) {
            System.err.println("seen '" + name + "', expected one of " + COMMANDS.keySet());
            System.exit(ExitStatus.USAGE.code());
        }
        System.exit(commandLine(name).execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    static Set<String> names() {
        return COMMANDS.keySet();
    }

    static CommandLine commandLine(String name) {
        CommandLine commandLine =
                CommandLines.of(Objects.requireNonNull(COMMANDS.get(name)).get(), PROGRAM + name);
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.description(asTyped(usage.description()));
        usage.footer(asTyped(usage.footer()));
        return commandLine;
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
