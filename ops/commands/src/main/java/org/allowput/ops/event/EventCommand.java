package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.CopyRequests;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.arns.Arn;

@Command(name = "event", exitCodeList = "1:The queue did not take all messages.")
public final class EventCommand extends StackCommand {
    /** As many as {@code bin/reconcile} sends by default. */
    private static final int PER_SECOND = 100;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "The key of an object, not encoded.")
    private List<String> keys = List.of();

    @ArgGroup
    private Use use = new Use();

    private static final class Use {
        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "What sends the event: ${COMPLETION-CANDIDATES}. Default: s3. For sqs, the answer names a"
                        + " failed message in batchItemFailures, unless it became a dead letter.")
        private ExampleEvent kind = ExampleEvent.S3;

        @Option(names = "--send", description = "Sends the queue a message for each object, so that it is copied.")
        private boolean send;
    }

    @Override
    protected void check() {
        if (keys.contains("")) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        return use.send ? send(deployed) : print(deployed.outputs());
    }

    private int print(StackOutputs outputs) {
        for (String key : keys) {
            String json = use.kind.json(
                    outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                    key,
                    Arn.fromString(outputs.get(StackOutput.FUNCTION_ALIAS_ARN)),
                    Instant.now());
            output.print(JsonDocuments.read(json.getBytes(UTF_8)), json);
        }
        return ExitStatus.OK.code();
    }

    /** @throws OperationException if the deployment copies no object with such a key: nothing is sent then */
    private int send(DeployedStack deployed) {
        Selection selection = deployed.outputs().selection();
        for (String key : keys) {
            selection.exclusion(key).ifPresent(rule -> {
                throw new OperationException(EscapedText.of(key) + " is not copied: " + rule
                        + ". Nothing was sent: change the rule (docs/settings.md#key-rules), or leave the key out.");
            });
        }
        long sent = CopyRequests.of(deployed).send(keys, PER_SECOND);
        output.print(Map.of("sentToQueue", sent), "%d of %d sent to the queue%n".formatted(sent, keys.size()));
        return (sent == keys.size() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }
}
