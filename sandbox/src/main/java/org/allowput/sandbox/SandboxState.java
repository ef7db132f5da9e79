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
 * @param host null until it is started
 * @param outputs of both stacks by name; empty until they are deployed
 */
public record SandboxState(
        @Nullable Server emulator, @Nullable Server host, Map<String, String> outputs) {
    /** A process and the port it listens on. */
    public record Server(int port, StartedProcess process) {}

    public static final SandboxState NOTHING = new SandboxState(null, null, Map.of());

    public SandboxState {
        outputs = Map.copyOf(outputs);
    }

    public SandboxState withEmulator(Server server) {
        return new SandboxState(server, host, outputs);
    }

    public SandboxState withHost(Server server) {
        return new SandboxState(emulator, server, outputs);
    }

    public SandboxState withOutputs(Map<String, String> deployed) {
        return new SandboxState(emulator, host, deployed);
    }

    /** Processes that run: the host first, which uses the emulator. */
    Stream<StartedProcess> running() {
        return Stream.concat(Stream.ofNullable(host), Stream.ofNullable(emulator))
                .map(Server::process)
                .filter(StartedProcess::isRunning);
    }

    /** Whether all of it is there and runs. */
    public boolean isUp() {
        return running().count() == 2 && !outputs.isEmpty();
    }
}
