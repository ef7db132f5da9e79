package org.allowput.ops.acceptance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.allowput.ops.acceptance.account.Side;
import org.allowput.ops.acceptance.check.OperatorCommands;
import picocli.CommandLine;

/** The commands for operators, run as people run them, for the stack of account B. */
record OtherCommands(Function<String, CommandLine> commands, Accounts accounts, ResourceNames names) {
    OperatorCommands forPlain() {
        return (command, arguments) -> run(names.plainStack(Side.SOURCE), command, arguments);
    }

    OperatorCommands forCdk() {
        return (command, arguments) -> run(names.cdkStack(Side.SOURCE), command, arguments);
    }

    private OperatorCommands.Ended run(String stack, String command, String... arguments) {
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
        return new OperatorCommands.Ended(status, printed.toString());
    }
}
