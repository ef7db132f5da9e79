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
import org.allowput.ops.control.PauseCommand;
import org.allowput.ops.control.ResumeCommand;
import org.allowput.ops.control.RollbackCommand;
import org.allowput.ops.proof.ProveAccessCommand;
import org.allowput.ops.reconcile.ReconcileCommand;
import org.allowput.ops.redrive.RedriveCommand;
import org.allowput.ops.status.StatusCommand;
import picocli.CommandLine;

/** The entry point of the commands in {@code bin}: the first argument is the command's name. */
public final class Operations {
    private static final Map<String, Supplier<Object>> COMMANDS = new TreeMap<>(Map.of(
            "acceptance", () -> new AcceptanceCommand(Operations::commandLine),
            "backfill", BackfillCommand::new,
            "check-access", CheckAccessCommand::new,
            "pause", PauseCommand::new,
            "prove-access", ProveAccessCommand::new,
            "reconcile", ReconcileCommand::new,
            "redrive", RedriveCommand::new,
            "resume", ResumeCommand::new,
            "rollback", RollbackCommand::new,
            "status", StatusCommand::new));

    private Operations() {}

    /** Ends with the code of an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
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
        return CommandLines.of(Objects.requireNonNull(COMMANDS.get(name)).get(), "bin/" + name);
    }
}
