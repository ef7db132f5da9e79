package org.allowput.ops.acceptance;

import java.io.PrintWriter;
import java.util.Objects;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.cleanup.Ledger;
import org.allowput.ops.acceptance.cleanup.Removal;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.cli.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/acceptance}: answers what only two real accounts can show, and leaves a protocol. */
@Command(
        name = "acceptance",
        description =
                "Deploys into two accounts with the plain templates and with the CDK, checks what only AWS can show,"
                        + " measures, writes a protocol, and removes everything that it created.",
        footer = {
            "",
            "It asks before it starts, and touches nothing that it did not create." + " Details: docs/acceptance.md.",
            "Examples:",
            "  bin/acceptance --target-profile a --source-profile b",
            "  bin/acceptance --target-profile a --source-profile b --large 6GiB --yes",
            "  bin/acceptance --target-profile a --source-profile b --remove=ledger.jsonl"
        })
public final class AcceptanceCommand implements OperatorCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AcceptanceOptions options = new AcceptanceOptions();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        options.problem().ifPresent(problem -> {
            throw new ParameterException(spec.commandLine(), problem);
        });
        PrintWriter out = spec.commandLine().getOut();
        try (Accounts accounts = Accounts.open(
                Objects.requireNonNull(options.target), Objects.requireNonNull(options.source), options.region())) {
            if (options.remove != null) {
                Removal removal = new Removal(accounts, Ledger.in(options.remove), line -> {
                    out.println(line);
                    out.flush();
                });
                return (removal.run() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
            }
            BuiltCheckout checkout = BuiltCheckout.current();
            confirmation.require(("The deployment %s would be created in both accounts in %s, checked and removed; its"
                            + " cost is in docs/acceptance.md")
                    .formatted(options.name(), accounts.region()));
            return new Acceptance(accounts, checkout, options, Operations::commandLine, out)
                    .run()
                    .code();
        }
    }
}
