package org.allowput.sandbox.deployments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.sandbox.EmulatorPermissions;

/** An emulator, with hosts for the functions that an acceptance run will deploy. */
final class AcceptanceEmulator implements AutoCloseable {
    private final Emulator emulator;
    private final FunctionHosts hosts;
    private final Thread permissions;

    AcceptanceEmulator(Path folder, List<String> functions) throws IOException {
        hosts = new FunctionHosts(functions);
        Map<String, String> variables = new TreeMap<>(hosts.emulatorVariables());
        variables.put("SFN_WAIT_SCALE", "0.02");
        emulator = Emulator.start(folder.resolve("emulator"), variables);
        hosts.start(emulator, folder, Map.of());
        permissions = Thread.ofVirtual().start(this::grantWhatOnlyTheEmulatorAsksFor);
    }

    Emulator emulator() {
        return emulator;
    }

    URI strictEndpoint() {
        return hosts.strictEndpoint();
    }

    /** See {@code EmulatorPermissions}; the roles appear while the command runs. */
    private void grantWhatOnlyTheEmulatorAsksFor() {
        Account source = emulator.source();
        Set<String> granted = new HashSet<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                source.iam().listRoles().roles().stream()
                        .filter(role -> role.roleName().startsWith("ReplicationSource-"))
                        .filter(role -> granted.add(role.roleId()))
                        .forEach(role ->
                                EmulatorPermissions.grant(source, role.arn(), "sqs:ChangeMessageVisibilityBatch"));
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        permissions.interrupt();
        hosts.close();
        emulator.close();
    }
}
