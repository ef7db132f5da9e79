package org.allowput.ops.status;

import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Prints which version is live, whether it takes messages, what waits and is in flight in the"
                + " queue and the dead-letter queue, and how many objects failed in the last hour, by cause.",
        exitCodeList = "1:Copying is paused, objects failed in the last hour, or the dead-letter queue is not empty.",
        footer = {
            "",
            "Metrics are about two minutes late. Details: docs/commands.md#status.",
            "Permissions, with cloudformation:DescribeStacks: lambda:GetFunctionConfiguration,"
                    + " lambda:ListEventSourceMappings, sqs:GetQueueAttributes, cloudwatch:GetMetricStatistics,"
                    + " s3:GetLifecycleConfiguration.",
            "Examples:",
            "  bin/status",
            "  bin/status --profile b --json"
        })
public final class StatusCommand extends StackCommand {
    @Override
    protected int run(DeployedStack deployed) {
        DeploymentStatus status = DeploymentStatus.of(deployed);
        output.print(status.json(), status.text());
        return (status.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }
}
