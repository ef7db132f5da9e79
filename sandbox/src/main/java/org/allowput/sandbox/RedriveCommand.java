package org.allowput.sandbox;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.sqs.SqsClient;

@Command(
        name = "redrive",
        description = "Moves what is in the dead-letter queue back to the queue, and says how many messages that were.",
        footer = {
            "",
            "Remove the cause first: docs/operations.md#dead-letters. bin/redrive does the same on AWS.",
            "Examples:",
            "  bin/sandbox redrive",
            "  bin/sandbox redrive --json    {\"moved\": messages}"
        })
final class RedriveCommand implements Callable<Integer> {
    private static final String ACCOUNT_B = "name account B's with --stack.";

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description =
                    "Not in the sandbox but on AWS: the queues of this stack, by the credentials and in the region"
                            + " that the AWS CLI would use.")
    private @Nullable String stack;

    @Override
    public Integer call() {
        if (stack == null) {
            try (var sandbox = state.attach()) {
                return say(new Redrive(sandbox.source().sqs(), sandbox.deadLetterQueueUrl(), sandbox.queueUrl()).run());
            }
        }
        try (var http = Apache5HttpClient.create();
                var cloudFormation =
                        CloudFormationClient.builder().httpClient(http).build();
                var sqs = SqsClient.builder().httpClient(http).build()) {
            var outputs = StackOutputs.of(cloudFormation, stack);
            return say(
                    new Redrive(sqs, outputs.get("DeadLetterQueueUrl", ACCOUNT_B), outputs.get("QueueUrl", ACCOUNT_B))
                            .run());
        } catch (SdkException e) {
            throw new SandboxException(
                    "AWS did not do it: " + e.getMessage()
                            + "\nSee to it that AWS_PROFILE and AWS_REGION are account B's, and run this again."
                            + " Nothing is lost: what was not moved is still in the dead-letter queue.",
                    e);
        }
    }

    private int say(long moved) {
        var out = output.writer();
        if (output.isJson()) {
            output.print(Map.of("moved", moved));
            return 0;
        }
        out.printf(
                "%d %s moved from the dead-letter queue to the queue.%n", moved, moved == 1 ? "message" : "messages");
        out.flush();
        return 0;
    }
}
