package org.allowput.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.TlsCertificate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * A sandbox that is up: both accounts, with the stacks deployed into them and the function running. Everything about it
 * that tests and commands need; {@link SandboxLifecycle} starts and stops it.
 *
 * @param strict the address of S3 and STS that refuse what AWS refuses, in front of the emulator
 * @param outputs of both stacks by name
 * @param agreedId the ExternalId
 */
public record Sandbox(
        StateDirectory directory,
        Emulator emulator,
        URI strict,
        Map<String, String> outputs,
        GeneratedExternalId agreedId)
        implements AutoCloseable {
    /** The sandbox that is up. @throws SetupException when none is: says how to start it */
    public static Sandbox attach(StateDirectory directory) {
        return attach(directory, null);
    }

    /**
     * A deployment in the sandbox that is up.
     *
     * @param name of the deployment; null for the one without a name, or the only one
     * @throws SetupException when there is none: says how to start it
     */
    public static Sandbox attach(StateDirectory directory, @Nullable String name) {
        SandboxState state = directory
                .state()
                .filter(SandboxState::isUp)
                .orElseThrow(() -> new SetupException("The sandbox is not up. Start it: bin/sandbox up"));
        SandboxState.Server server = Objects.requireNonNull(state.emulator());
        EmulatorAddress address = new EmulatorAddress(
                server.port(), TlsCertificate.in(directory.folder().resolve("tls")));
        return new Sandbox(
                directory,
                new Emulator(address, server.process()),
                strictAddress(Objects.requireNonNull(state.strict()).port()),
                state.outputsOf(deployment(state.deployments(), name)),
                directory.externalId().orElseThrow());
    }

    private static String deployment(List<String> deployments, @Nullable String name) {
        String wanted =
                name != null || deployments.size() != 1 ? Objects.requireNonNullElse(name, "") : deployments.getFirst();
        if (!deployments.contains(wanted)) {
            String names = String.join(", ", deployments);
            throw new SetupException(
                    name == null
                            ? "These deployments are up: " + names + ". Choose one by --name."
                            : "No deployment " + name + " is up, only " + names + ". Start it: bin/sandbox up -c name="
                                    + name);
        }
        return wanted;
    }

    static URI strictAddress(int port) {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** Account A's administrator. */
    public Account target() {
        return emulator.target();
    }

    /** Account B's administrator. */
    public Account source() {
        return emulator.source();
    }

    public String targetBucket() {
        return output(StackOutput.TARGET_BUCKET_NAME);
    }

    public String sourceBucket() {
        return output(StackOutput.SOURCE_BUCKET_NAME);
    }

    /** The role in A that B's function assumes. */
    public String roleArn() {
        return output(StackOutput.ROLE_ARN);
    }

    public String queueUrl() {
        return output(StackOutput.QUEUE_URL);
    }

    public String deadLetterQueueUrl() {
        return output(StackOutput.DEAD_LETTER_QUEUE_URL);
    }

    /** The id both accounts agreed on: handle with care. */
    public String externalId() {
        return agreedId.value();
    }

    /** Invokes the function's alias and waits for its answer. */
    public InvokeResponse invoke(String event) {
        return source().lambda()
                .invoke(request -> request.functionName(output(StackOutput.FUNCTION_NAME))
                        .qualifier("live")
                        .payload(SdkBytes.fromUtf8String(event)));
    }

    /** An output of one of the stacks. @throws SetupException when there is none of that name */
    public String output(StackOutput output) {
        String value = outputs.get(output.id());
        if (value == null) {
            throw new SetupException("The stacks have no output " + output + ", only " + outputs.keySet()
                    + ": restart the sandbox: bin/sandbox down and bin/sandbox up.");
        }
        return value;
    }

    /** Where this sandbox keeps its state and its logs. */
    public Path stateDirectory() {
        return directory.folder();
    }

    /** What the function logged until now: a file. */
    public Path functionLog() {
        return directory.functionLog();
    }

    /** Closes connections; the sandbox stays up. */
    @Override
    public void close() {
        emulator.disconnect();
    }
}
