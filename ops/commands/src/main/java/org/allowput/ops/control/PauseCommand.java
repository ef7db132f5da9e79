package org.allowput.ops.control;

import java.time.InstantSource;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sfn.SfnClient;

@Command(name = "pause")
public final class PauseCommand extends StackCommand {
    @Option(names = "--wait")
    private boolean wait;

    @Override
    protected int run(DeployedStack deployed) {
        QueueConsumer processing = QueueConsumer.of(deployed);
        processing.pause();
        if (wait) {
            processing.awaitCopies(
                    deployed.clients().build(SfnClient.builder()),
                    InstantSource.system(),
                    running -> output.warn(running + " copies of large objects run. Waiting."));
        }
        output.printFacts(Output.facts(
                "processing", "Disabled",
                "waiting", QueueDepth.of(deployed, StackOutput.QUEUE_URL).waiting(),
                "next",
                        "%s%s within 7 days, before messages expire; cancel jobs of %s in S3 Batch Operations, which do not wait"
                                .formatted(Operations.typed("resume"), typed(), Operations.typed("backfill"))));
        return ExitStatus.OK.code();
    }
}
