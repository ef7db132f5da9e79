package org.allowput.ops.redrive;

import java.io.PrintWriter;
import java.util.Map;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;

/** How messages are moved. */
@Command
public final class RedriveOptions {
    /** Moves them, prints what was done and returns the exit code. */
    public int run(DeployedStack stack, Output output) {
        StackOutputs outputs = stack.outputs();
        long moved =
                new Redrive(stack.clients().sqs(), outputs.get("DeadLetterQueueUrl"), outputs.get("QueueUrl")).run();
        if (output.isJson()) {
            output.print(Map.of("moved", moved));
        } else {
            PrintWriter out = output.writer();
            out.printf(
                    "%d %s moved from the dead-letter queue to the queue.%n",
                    moved, moved == 1 ? "message" : "messages");
            out.flush();
        }
        return ExitStatus.OK.code();
    }
}
