package org.allowput.ops.reconcile;

import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackCommand;
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
public final class ReconcileCommand extends SourceStackCommand {
    @Mixin
    private ReconcileOptions reconcile = new ReconcileOptions();

    @Override
    public Integer call() {
        reconcile.check();
        return super.call();
    }

    @Override
    protected int run(DeployedStack deployed) {
        return reconcile.run(deployed, output, stack.typed());
    }
}
