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
            "Metrics are about two minutes late. A line 'source lifecycle' warns of a rule that deletes objects before"
                    + " they are copied. With the AWS CLI: docs/commands.md#status.",
            "Output:",
            "  version            7, published 2026-11-20T09:12:44.000+0000, Active",
            "  processing         Enabled",
            "  queue              12 waiting, 3 in flight, the oldest for 5 min",
            "  dead-letter queue  2 waiting, 0 in flight, the oldest for 3 h 20 min",
            "  last hour          1834 copied, 12 failed",
            "    AccessDenied     12",
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
        output.print(status, status.text());
        return (status.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }
}
