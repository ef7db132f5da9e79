package org.allowput.ops.event;

import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "event",
        description =
                "Prints a test event for one object: what the console's Test tab or aws lambda invoke sends to the"
                        + " function, which copies the object as it is now.",
        footer = {
            "",
            "Details: docs/commands.md#event.",
            "Examples:",
            "  bin/event --key in/a.csv",
            "  bin/event --key in/a.csv --kind eventbridge --profile b"
        })
public final class EventCommand extends SourceStackCommand {
    @Mixin
    private EventOptions event = new EventOptions();

    @Override
    protected int run(DeployedStack deployed) {
        return event.run(deployed, output);
    }
}
