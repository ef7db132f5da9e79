package org.allowput.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.ops.aws.DeploymentStacks;
import org.jspecify.annotations.Nullable;

/**
 * The state that a sandbox keeps between two commands: its processes, where they listen, and what was deployed. No
 * secret.
 *
 * @param emulator null until it is started
 * @param strict the strict S3 in front of it; null until it is started
 * @param settings that go before cdk.json's, as they are deployed, by the name in them; empty if they have none
 * @param outputs of each stack by name; empty until they are deployed
 */
public record SandboxState(
        @Nullable Server emulator,
        @Nullable Server strict,
        Map<String, Map<String, String>> settings,
        Map<String, Map<String, String>> outputs) {
    /** The setting that tells the deployments of an account apart. */
    static final String NAME = "name";

    /** A process and the port it listens on. */
    public record Server(int port, StartedProcess process) {}

    public static final SandboxState NOTHING = new SandboxState(null, null, Map.of(), Map.of());

    public SandboxState {
        settings = Map.copyOf(settings);
        outputs = Map.copyOf(outputs);
    }

    public SandboxState withEmulator(Server server) {
        return new SandboxState(server, strict, settings, outputs);
    }

    public SandboxState withStrict(Server server) {
        return new SandboxState(emulator, server, settings, outputs);
    }

    /** With what was deployed besides. */
    public SandboxState deployed(Map<String, String> with, Map<String, Map<String, String>> deployedOutputs) {
        Map<String, Map<String, String>> allSettings = new TreeMap<>(settings);
        allSettings.put(with.getOrDefault(NAME, ""), with);
        Map<String, Map<String, String>> allOutputs = new TreeMap<>(outputs);
        allOutputs.putAll(deployedOutputs);
        return new SandboxState(emulator, strict, allSettings, allOutputs);
    }

    /** The names of the deployments, that of the one without a name empty. */
    public List<String> deployments() {
        String source = DeploymentStacks.SOURCE.of(null);
        return outputs.keySet().stream()
                .filter(stack -> stack.startsWith(source))
                .map(stack -> stack.replaceFirst(source + "-?", ""))
                .sorted()
                .toList();
    }

    /** The outputs of both stacks of a deployment. */
    Map<String, String> outputsOf(String deployment) {
        Map<String, String> both = new TreeMap<>();
        for (DeploymentStacks stack : DeploymentStacks.values()) {
            both.putAll(outputs.getOrDefault(stack.of(deployment.isEmpty() ? null : deployment), Map.of()));
        }
        return both;
    }

    /** Processes that run: first the strict S3, which uses the emulator. */
    Stream<StartedProcess> running() {
        return Stream.of(strict, emulator)
                .flatMap(Stream::ofNullable)
                .map(Server::process)
                .filter(StartedProcess::isRunning);
    }

    /** Whether all of it is there and runs. */
    public boolean isUp() {
        return running().count() == 2 && !outputs.isEmpty();
    }
}
