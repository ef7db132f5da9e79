package org.allowput.ops.control;

import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Program;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description = "Stops copying: disables the event source mapping, so that events wait in the queue. With the"
                + " trigger s3, also sets the function's reserved concurrency to 0, so that Lambda sends the events to"
                + " the queue. Copies that have begun go on: --wait returns when those of large objects are done.",
        footer = {
            "",
            "Use it before A's bucket or key is changed, or while a new version copies wrongly. Messages expire 7 days"
                    + " after their event: run bin/resume before. A deployment does not resume. Cancel a backfill"
                    + " job first: it continues, or fails with the trigger s3. With the AWS CLI:"
                    + " docs/commands.md#pause-and-resume.",
            "Output:",
            "  Paused. 12 messages wait in the queue, each for 7 days at most: run bin/resume before.",
            "  A job of bin/backfill invokes the function directly and goes on: cancel it in S3 Batch Operations.",
            "Permissions, with cloudformation:DescribeStacks: lambda:ListEventSourceMappings,"
                    + " lambda:GetEventSourceMapping, lambda:UpdateEventSourceMapping,"
                    + " lambda:GetFunctionConcurrency, lambda:PutFunctionConcurrency,"
                    + " lambda:DeleteFunctionConcurrency, sqs:GetQueueAttributes; for --wait"
                    + " states:ListExecutions, lambda:GetFunctionConfiguration.",
            "Examples:",
            "  bin/pause",
            "  bin/pause --wait    before the workflow for large objects or its bucket is changed",
            "  bin/pause --json    {\"processing\": \"Disabled\", \"waiting\": messages}"
        })
public final class PauseCommand extends StackCommand {
    @Option(
            names = "--wait",
            description = "Return when no copy of a large object runs, which can take days, and no invocation of the"
                    + " function can start another one.")
    private boolean wait;

    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer processing = QueueConsumer.of(deployed);
        processing.pause();
        if (wait) {
            deployed.outputs()
                    .find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                    .ifPresent(arn -> RunningCopies.of(deployed, arn)
                            .await(running -> output.warn(running + " copies of large objects run. Waiting.")));
        }
        long waiting = QueueDepth.of(deployed, StackOutput.QUEUE_URL).waiting();
        String others = processing.isInvokedByS3()
                ? "S3 invokes the function directly: its reserved concurrency is 0 now, and Lambda sends new events to"
                        + " the queue."
                : "A job of " + Program.command("backfill")
                        + " invokes the function directly and goes on: cancel it in S3 Batch Operations.";
        output.print(
                Map.of("processing", "Disabled", "waiting", waiting),
                "Paused. %d messages wait in the queue, each for 7 days at most: run %s%s before.%n%s%n"
                        .formatted(waiting, Program.command("resume"), typed(), others));
        return ExitStatus.OK.code();
    }
}
