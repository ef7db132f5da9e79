package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Option;
import software.amazon.awssdk.arns.Arn;

/** Which object an event names, and in which format. */
public final class EventOptions {
    @Option(names = "--key", required = true, paramLabel = "KEY", description = "The object's key, not encoded.")
    private String key = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "s3",
            description = "What sends the event: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ExampleEvent kind = ExampleEvent.S3;

    public int run(DeployedStack stack, Output output) {
        StackOutputs outputs = stack.outputs();
        String json = kind.json(
                outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                key,
                Arn.fromString(outputs.get(StackOutput.FUNCTION_ALIAS_ARN)),
                Instant.now());
        output.print(JsonDocuments.read(json.getBytes(UTF_8)), json);
        return ExitStatus.OK.code();
    }
}
