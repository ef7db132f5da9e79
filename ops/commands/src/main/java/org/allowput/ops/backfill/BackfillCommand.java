package org.allowput.ops.backfill;

import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "backfill",
        description =
                "Copies the objects that were in the source bucket before: an S3 Batch Operations job that invokes"
                        + " the function for each of them. Without --create the job is only printed.",
        footer = {
            "",
            "The stack has to be deployed with -c backfill.enabled=true. S3 Batch Operations invokes the function"
                    + " directly, so queue.functionConcurrency does not limit it: the job uses as much of the account's"
                    + " concurrency as it gets. Set function.reservedConcurrency to limit it. Details:"
                    + " docs/settings.md#backfill.",
            "Examples:",
            "  bin/backfill",
            "  bin/backfill --prefix in/2025/ --created-before 2026-01-31T00:00:00Z --create"
        })
public final class BackfillCommand implements OperatorCommand {
    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Mixin
    private BackfillOptions backfill = new BackfillOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(deployed -> backfill.run(deployed, output));
    }
}
