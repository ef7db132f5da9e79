package org.allowput.ops.control;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Program;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sfn.SfnClient;

@Command(name = "pause")
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
            Duration longest = Duration.ofSeconds(processing.configuration().timeout());
            deployed.outputs()
                    .find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                    .ifPresent(arn -> processing.awaitCopies(
                            deployed.clients().build(SfnClient.builder()),
                            arn,
                            longest,
                            InstantSource.system(),
                            running -> output.warn(running + " copies of large objects run. Waiting.")));
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
