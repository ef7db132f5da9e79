package org.allowput.ops.redrive;

import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "redrive",
        description = "Moves the messages of the dead-letter queue back to the queue and prints how many were moved."
                + " Remove the cause of the failures first: docs/on-call.md#dead-letters.",
        footer = {
            "",
            "Examples:",
            "  bin/redrive --dry-run",
            "  bin/redrive",
            "  bin/redrive --only 'in/2026/**'",
            "  bin/redrive --drop in/broken.csv --copy dropped.jsonl",
            "  bin/redrive --stack MyReplicationSource --profile b",
            "  bin/redrive --json    {\"moved\": messages}"
        })
public final class RedriveCommand extends SourceStackCommand {
    @Mixin
    private RedriveOptions redrive = new RedriveOptions();

    @Override
    protected int run(DeployedStack deployed) {
        return redrive.run(deployed, output, stack.typed());
    }
}
