package org.allowput.ops.event;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.arns.Arn;

/** Which object an event names, and in which format. */
public final class EventOptions {
    @Option(names = "--key", required = true, paramLabel = "KEY", description = "The object's key, not encoded.")
    private String key = "";

    @Option(
            names = "--bucket",
            paramLabel = "BUCKET",
            description =
                    "The object's bucket. Default: the source bucket of the stack. Events of another bucket fail.")
    private @Nullable String bucket;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "s3",
            description = "What sends the event: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ExampleEvent kind = ExampleEvent.S3;

    /** Prints the event and returns the exit code. */
    public int run(DeployedStack stack, Output output) {
        StackOutputs outputs = stack.outputs();
        String json = kind.json(
                Objects.requireNonNullElseGet(bucket, () -> outputs.get(StackOutput.SOURCE_BUCKET_NAME)),
                key,
                Arn.fromString(outputs.get(StackOutput.FUNCTION_ALIAS_ARN)),
                Instant.now());
        try {
            output.print(JSON.std.mapFrom(json), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ExitStatus.OK.code();
    }
}
