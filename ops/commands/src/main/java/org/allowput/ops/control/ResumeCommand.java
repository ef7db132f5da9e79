package org.allowput.ops.control;

import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = "Continues after bin/pause: enables the event source mapping, and restores the function's"
                + " reserved concurrency if it is 0.",
        footer = {
            "",
            "Details: docs/commands.md#pause-and-resume.",
            "Examples:",
            "  bin/resume",
            "  bin/resume --json    {\"processing\": \"Enabled\", \"waiting\": messages}"
        })
public final class ResumeCommand implements OperatorCommand {
    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(this::resume);
    }

    private int resume(DeployedStack deployed) {
        QueueConsumer.of(deployed).resume();
        long waiting = QueueDepth.of(
                        deployed.clients().sqs(), deployed.outputs().get(StackOutput.QUEUE_URL))
                .waiting();
        output.print(
                Map.of("processing", "Enabled", "waiting", waiting),
                "Resumed. %d messages wait in the queue.%n".formatted(waiting));
        return ExitStatus.OK.code();
    }
}
