package org.allowput.sandbox.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.TrustStore;
import org.allowput.sandbox.EmulatorPermissions;
import org.allowput.sandbox.host.LambdaHost;
import org.allowput.sandbox.host.LogFile;
import org.allowput.sandbox.host.function.HelperFunctionCredentials;
import org.allowput.sandbox.host.function.LambdaApiFunctions;
import org.allowput.sandbox.host.settings.HostSettings;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/** An emulator with a Lambda host for each function that will be deployed, and a strict S3 before it. */
final class DeployedFunctionHosts implements AutoCloseable {
    private final Emulator emulator;
    private final FaultProxy strict;
    private final SdkHttpClient http;
    private final LogFile log;
    private final List<LambdaHost> hosts = new ArrayList<>();
    private final Thread permissions;

    DeployedFunctionHosts(Path folder, List<String> functions) throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        Map<String, String> variables = new HashMap<>(Map.of("SFN_WAIT_SCALE", "0.02"));
        for (String function : functions) {
            int port = Ports.free();
            ports.put(function, port);
            variables.put("MINISTACK_LAMBDA_PROXY_" + function, "http://127.0.0.1:" + port + "/");
        }
        emulator = Emulator.start(folder.resolve("emulator"), variables);
        strict = FaultProxy.startBefore(emulator);
        http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(() -> new TrustStore(emulator.trustStore()).managers())
                .build();
        log = LogFile.open(folder.resolve("function.log"));
        for (Map.Entry<String, Integer> each : ports.entrySet()) {
            hosts.add(host(folder, each.getKey(), each.getValue()));
        }
        permissions = Thread.ofVirtual().start(this::grantWhatOnlyTheEmulatorAsksFor);
    }

    private LambdaHost host(Path folder, String function, int port) throws IOException {
        return LambdaHost.start(HostSettings.of(
                        new LambdaApiFunctions(emulator.source().lambda(), http, function),
                        new HelperFunctionCredentials(emulator.source().lambda()),
                        folder.resolve("host").resolve(function),
                        Checkout.current().root().resolve("sandbox/target/runtime"))
                .withPort(port)
                .withAdditions(variables(), TlsCertificate.trustedBy(emulator.trustStore()))
                .withEnvironments(2, 1)
                .withLog(log));
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(HostSettings.UNPRIMED);
        variables.put("AWS_ENDPOINT_URL", emulator.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_S3", strict.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_STS", strict.endpoint().toString());
        return variables;
    }

    Emulator emulator() {
        return emulator;
    }

    /** S3 and STS as they would refuse requests on AWS. */
    URI strictEndpoint() {
        return strict.endpoint();
    }

    /** See {@code EmulatorPermissions}; the roles appear while the command runs. */
    private void grantWhatOnlyTheEmulatorAsksFor() {
        Account source = emulator.source();
        IamClient iam = source.iam();
        Map<String, Role> seen = new HashMap<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                iam.listRoles().roles().stream()
                        .filter(role -> role.roleName().startsWith("ReplicationSource-"))
                        .filter(role -> seen.putIfAbsent(role.roleId(), role) == null)
                        .forEach(role ->
                                EmulatorPermissions.grant(source, role.arn(), "sqs:ChangeMessageVisibilityBatch"));
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        permissions.interrupt();
        hosts.forEach(LambdaHost::close);
        log.close();
        strict.close();
        http.close();
        emulator.close();
    }
}
