package org.allowput.ops.status;

import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        exitCodeList = "1:Copying is paused, objects failed in the last hour, or the dead-letter queue is not empty.")
public final class StatusCommand extends StackCommand {
    @Override
    protected int run(DeployedStack deployed) {
        DeploymentStatus status = DeploymentStatus.of(deployed);
        output.print(status, status.text());
        return (status.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }
}
