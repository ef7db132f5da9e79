package org.allowput.ops.confirm;

import org.allowput.ops.aws.TargetStackOptions;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "confirm",
        description =
                "Run by account A: compares each object of its bucket with the receipts that account B delivers there,"
                        + " and lists what differs, what is missing, and what nobody noted.",
        exitCodeList = "1:Something differs, is missing, has no receipt or could not be read.",
        footer = {
            "",
            "Details: docs/account-a.md#confirm.",
            "Examples:",
            "  bin/confirm --receipts _deliveries/",
            "  bin/confirm --receipts _deliveries/ --since 2026-01-31T00:00:00Z --create",
            "  bin/confirm --report 20260201T093000Z"
        })
public final class ConfirmCommand implements OperatorCommand {
    @Mixin
    private TargetStackOptions stack = new TargetStackOptions();

    @Mixin
    private ConfirmOptions confirm = new ConfirmOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(deployed -> confirm.run(deployed, stack.typed(), output));
    }
}
