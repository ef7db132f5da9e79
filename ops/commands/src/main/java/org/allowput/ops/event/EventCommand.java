package org.allowput.ops.event;

import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
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
public final class EventCommand implements OperatorCommand {
    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Mixin
    private EventOptions event = new EventOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(deployed -> event.run(deployed, output));
    }
}
