package org.allowput.ops.acceptance;

import java.io.PrintWriter;
import java.util.List;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.cleanup.CreatedResource;
import org.allowput.ops.acceptance.cleanup.Ledger;
import org.allowput.ops.acceptance.cleanup.Removal;
import org.allowput.ops.acceptance.cleanup.RemovalCommands;
import org.allowput.ops.cli.ExitStatus;

/** Removes what the ledger names, and prints commands for the rest. */
record CleanUp(Accounts accounts, Ledger ledger, PrintWriter out) {
    ExitStatus run() {
        List<CreatedResource> left = new Removal(accounts, ledger, line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        if (left.isEmpty()) {
            out.println("Everything that was created is removed.");
        } else {
            out.println("Not removed. Remove it with these commands:");
            left.forEach(
                    each -> new RemovalCommands(accounts).of(each).forEach(command -> out.println("    " + command)));
        }
        out.flush();
        return left.isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }
}
