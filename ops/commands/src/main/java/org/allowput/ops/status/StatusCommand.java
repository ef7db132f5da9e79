package org.allowput.ops.status;

import java.time.Instant;
import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Prints which version is live, whether it takes messages, what waits and is in flight in the"
                + " queue and the dead-letter queue, and how many objects failed in the last hour, by cause.",
        exitCodeList = "1:Copying is paused, objects failed in the last hour, or the dead-letter queue is not empty.",
        footer = {
            "",
            "Metrics are about two minutes late. Details: docs/commands.md#status.",
            "Examples:",
            "  bin/status",
            "  bin/status --profile b --json"
        })
public final class StatusCommand implements OperatorCommand {
    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(deployed -> {
            Status status = Status.of(deployed, Instant.now());
            output.print(status.json(), status.text());
            return (status.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        });
    }
}
