package org.allowput.sandbox;

import java.util.Map;
import java.util.stream.Stream;
import org.allowput.emulator.local.StartedProcess;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox has to remember between two commands: its processes, where they listen, and what was deployed. No
 * secret.
 *
 * @param emulator null until it is started
 * @param strict the strict S3 in front of it; null until it is started
 * @param host null until it is started
 * @param settings that go before cdk.json's, as they are deployed
 * @param outputs of both stacks by name; empty until they are deployed
 */
public record SandboxState(
        @Nullable Server emulator,
        @Nullable Server strict,
        @Nullable Server host,
        Map<String, String> settings,
        Map<String, String> outputs) {
    /** A process and the port it listens on. */
    public record Server(int port, StartedProcess process) {}

    public static final SandboxState NOTHING = new SandboxState(null, null, null, Map.of(), Map.of());

    public SandboxState {
        settings = Map.copyOf(settings);
        outputs = Map.copyOf(outputs);
    }

    public SandboxState withEmulator(Server server) {
        return new SandboxState(server, strict, host, settings, outputs);
    }

    public SandboxState withStrict(Server server) {
        return new SandboxState(emulator, server, host, settings, outputs);
    }

    public SandboxState withHost(Server server) {
        return new SandboxState(emulator, strict, server, settings, outputs);
    }

    public SandboxState withOutputs(Map<String, String> deployed) {
        return new SandboxState(emulator, strict, host, settings, deployed);
    }

    /** With what was deployed. */
    SandboxState deployed(Map<String, String> with, Map<String, String> deployedOutputs) {
        return new SandboxState(emulator, strict, host, with, deployedOutputs);
    }

    /** Processes that run: the host first, which uses the others. */
    Stream<StartedProcess> running() {
        return Stream.of(host, strict, emulator)
                .flatMap(Stream::ofNullable)
                .map(Server::process)
                .filter(StartedProcess::isRunning);
    }

    /** Whether all of it is there and runs. */
    public boolean isUp() {
        return running().count() == 3 && !outputs.isEmpty();
    }
}
