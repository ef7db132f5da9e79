package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.emulator.local.StartedProcess;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox has to remember between two commands: its processes, where they listen, and what was deployed. No
 * secret.
 *
 * @param outputs of both stacks by name; empty until they are deployed
 */
public record SandboxState(Optional<Server> emulator, Optional<Server> host, Map<String, String> outputs) {
    /** A process and the port it listens on. */
    public record Server(int port, StartedProcess process) {}

    public static final SandboxState NOTHING = new SandboxState(Optional.empty(), Optional.empty(), Map.of());

    public SandboxState {
        outputs = Map.copyOf(outputs);
    }

    public SandboxState withEmulator(Server server) {
        return new SandboxState(Optional.of(server), host, outputs);
    }

    public SandboxState withHost(Server server) {
        return new SandboxState(emulator, Optional.of(server), outputs);
    }

    public SandboxState withOutputs(Map<String, String> deployed) {
        return new SandboxState(emulator, host, deployed);
    }

    /** Whether all of it is there and runs. */
    public boolean isUp() {
        return emulator.filter(server -> server.process().isRunning()).isPresent()
                && host.filter(server -> server.process().isRunning()).isPresent()
                && !outputs.isEmpty();
    }

    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        emulator.ifPresent(server -> fields.put("emulator", fields(server)));
        host.ifPresent(server -> fields.put("host", fields(server)));
        fields.put("outputs", new TreeMap<>(outputs));
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SandboxState parse(String json) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            Map<String, String> outputs = new TreeMap<>();
            if (fields.get("outputs") instanceof Map<?, ?> map) {
                map.forEach((name, value) -> outputs.put(String.valueOf(name), String.valueOf(value)));
            }
            return new SandboxState(server(fields.get("emulator")), server(fields.get("host")), outputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> fields(Server server) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("port", server.port());
        fields.put("pid", server.process().pid());
        fields.put("started", server.process().started().toString());
        return fields;
    }

    private static Optional<Server> server(@Nullable Object fields) {
        if (fields instanceof Map<?, ?> map
                && map.get("port") instanceof Number port
                && map.get("pid") instanceof Number pid
                && map.get("started") instanceof String started) {
            return Optional.of(
                    new Server(port.intValue(), new StartedProcess(pid.longValue(), Instant.parse(started))));
        }
        return Optional.empty();
    }
}
