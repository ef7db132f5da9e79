package org.allowput.sandbox.acceptance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.access.Attempt;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;

/**
 * Both stacks of a deployment, wherever it is, with the administrators of both accounts.
 *
 * @param outputs of both stacks by name
 * @param log the lines that the function has logged and that contain all of these texts, in ASCII
 * @param accesses tries what the role may do, and what it may not
 */
public record Deployment(
        Account target,
        Account source,
        Map<String, String> outputs,
        String externalId,
        Function<List<String>, List<String>> log,
        Supplier<List<Attempt>> accesses) {
    public static Deployment of(Sandbox sandbox) {
        return new Deployment(
                sandbox.target(),
                sandbox.source(),
                sandbox.outputs(),
                sandbox.externalId(),
                texts -> lines(sandbox, texts),
                () -> SandboxAccess.check(sandbox));
    }

    private static List<String> lines(Sandbox sandbox, List<String> texts) {
        return Unchecked.get(() -> {
            // A line of another may end anywhere, and what is looked for is ASCII.
            return Files.readString(sandbox.functionLog(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> texts.stream().allMatch(line::contains))
                    .toList();
        });
    }

    /** The lines that the function has logged and that contain all of these texts. */
    public List<String> logged(String... texts) {
        return log.apply(List.of(texts));
    }

    public String output(StackOutput output) {
        return Objects.requireNonNull(outputs.get(output.id()), () -> "no output " + output);
    }

    public String targetBucket() {
        return output(StackOutput.TARGET_BUCKET_NAME);
    }

    public String sourceBucket() {
        return output(StackOutput.SOURCE_BUCKET_NAME);
    }

    /** The name of the role in A that B's function assumes. */
    public String roleName() {
        String arn = output(StackOutput.ROLE_ARN);
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    public String queueUrl() {
        return output(StackOutput.QUEUE_URL);
    }

    public String deadLetterQueueUrl() {
        return output(StackOutput.DEAD_LETTER_QUEUE_URL);
    }

    @Override
    public String toString() {
        return "deployment " + targetBucket();
    }
}
