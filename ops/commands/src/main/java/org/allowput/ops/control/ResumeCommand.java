package org.allowput.ops.control;

import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;

@Command(name = "resume")
public final class ResumeCommand extends StackCommand {
    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer.of(deployed).resume();
        long waiting = QueueDepth.of(deployed, StackOutput.QUEUE_URL).waiting();
        output.printFacts(Output.facts("processing", "Enabled", "waiting", waiting));
        return ExitStatus.OK.code();
    }
}
