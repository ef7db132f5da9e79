package org.allowput.sandbox.command;

import java.util.concurrent.Callable;
import org.allowput.ops.cli.Output;
import org.allowput.ops.reconcile.ReconcileOptions;
import org.allowput.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reconcile",
        description =
                "Compares the source bucket with the receipts of what was copied and lists what is missing or stale.",
        exitCodeList = "1:Something is missing or stale, whether a message was sent for it or not.",
        footer = {
            "",
            "bin/reconcile does the same on AWS: docs/operations.md#reconcile.",
            "Examples:",
            "  bin/sandbox reconcile --grace 0s",
            "  bin/sandbox reconcile --grace 0s --requeue --yes"
        })
final class SandboxReconcileCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private ReconcileOptions reconcile = new ReconcileOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (Sandbox sandbox = state.attach()) {
            return reconcile.run(sandbox.sourceStack(), output);
        }
    }
}
