package org.allowput.ops.control;

import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Continues after bin/pause: enables the event source mapping, and restores the function's"
                + " reserved concurrency if it is 0.",
        footer = {
            "",
            "With the AWS CLI: docs/commands.md#pause-and-resume.",
            "Output:",
            "  Resumed. 12 messages wait in the queue.",
            "Permissions: as bin/pause.",
            "Examples:",
            "  bin/resume",
            "  bin/resume --json    {\"processing\": \"Enabled\", \"waiting\": messages}"
        })
public final class ResumeCommand extends StackCommand {
    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer.of(deployed).resume();
        long waiting = QueueDepth.of(deployed, StackOutput.QUEUE_URL).waiting();
        output.print(
                Map.of("processing", "Enabled", "waiting", waiting),
                "Resumed. %d messages wait in the queue.%n".formatted(waiting));
        return ExitStatus.OK.code();
    }
}
