package org.allowput.ops.acceptance.check;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.cli.OperationException;
import picocli.CommandLine;

/** The commands for operators, run as people run them, for one stack of account B. */
public record OperatorCommands(Function<String, CommandLine> commands, Accounts accounts, String stack) {
    /**
     * Runs a command such as {@code redrive}. Returns what it printed.
     *
     * @throws OperationException if it did not succeed
     */
    String run(String command, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        List<String> words = new ArrayList<>(List.of(
                "--stack",
                stack,
                "--profile",
                accounts.sourceProfile(),
                "--region",
                accounts.region().id()));
        words.addAll(List.of(arguments));
        int status = commands.apply(command).setOut(writer).setErr(writer).execute(words.toArray(String[]::new));
        if (status != 0) {
            throw new OperationException("A command ended with status " + status + ": " + printed);
        }
        return printed.toString();
    }
}
