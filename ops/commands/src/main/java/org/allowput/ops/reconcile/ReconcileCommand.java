package org.allowput.ops.reconcile;

import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reconcile",
        description =
                "Compares the source bucket with the receipts of what was copied, and with account A's S3 Inventory,"
                        + " and lists what is missing, stale, lost, waiting or refused. No request goes to the target"
                        + " bucket.",
        exitCodeList = "1:Something is missing, stale, lost or refused, whether a message was sent for it or not.",
        footer = {
            "",
            "Details: docs/commands.md#reconcile.",
            "Examples:",
            "  bin/reconcile",
            "  bin/reconcile --prefix in/2026/ --grace 1h --json",
            "  bin/reconcile --inventory s3://bucket/prefix/manifest.json",
            "  bin/reconcile --requeue"
        })
public final class ReconcileCommand implements OperatorCommand {
    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Mixin
    private ReconcileOptions reconcile = new ReconcileOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(deployed -> reconcile.run(deployed, output));
    }
}
