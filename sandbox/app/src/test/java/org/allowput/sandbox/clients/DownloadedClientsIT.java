package org.allowput.sandbox.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.ConnectProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of docs/put-yourself.md whose programs have to be downloaded, in the versions that the page states.
 * Those of Go are compiled. Without Go or Node.js a test is skipped, and says so.
 */
@Nightly(2)
class DownloadedClientsIT {
    private static final Checkout CHECKOUT = Checkout.current();

    private final Sandbox sandbox = SandboxFixture.sandbox();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void rclonePuts() throws Exception {
        python("rclone");
        try (ClientShell shell = ClientShell.open(sandbox, folder)) {
            // It puts in parts by default from 200 MiB on.
            int sessions = shell.with(Map.of("RCLONE_S3_UPLOAD_CUTOFF", "5Mi", "SSL_CERT_FILE", certificate()))
                    .puts(ClientShell.section("rclone").getFirst());

            assertThat(sessions).isEqualTo(1);
        }
    }

    /** It has no setting for the address of STS: a proxy leads the names of AWS to the emulator. */
    @Test
    void s5cmdPuts() throws Exception {
        python("s5cmd");
        String region = sandbox.target().region().id();
        TlsCertificate names = TlsCertificate.in(
                folder.resolve("names"),
                "dns:sts.amazonaws.com,dns:s3.%1$s.amazonaws.com,dns:*.s3.%1$s.amazonaws.com".formatted(region));
        try (ConnectProxy proxy = new ConnectProxy();
                ClientShell shell = ClientShell.open(sandbox, folder, names)) {
            proxy.forwardTo(shell.aws().endpoint().getPort());
            String command = ClientShell.section("s5cmd").getFirst();
            assertThat(command).contains("s5cmd cp ");

            // It puts in parts by default from 50 MiB on.
            int sessions = shell.with(Map.of(
                            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional",
                            "HTTPS_PROXY", proxy.url(),
                            "SSL_CERT_FILE", names.certificate().toString()))
                    .puts(command.replace("s5cmd cp ", "s5cmd cp --part-size 5 "));

            assertThat(sessions).isEqualTo(1);
        }
    }

    @Test
    void theSdkForGoPuts() throws Exception {
        Path go = tool(Tool.GO);
        try (ClientShell shell = ClientShell.open(sandbox, folder)) {
            output(folder.resolve("docs/clients/go"), go.toString(), "mod", "download");
            Map<String, String> caches = Stream.of("GOMODCACHE", "GOCACHE")
                    .collect(Collectors.toMap(Function.identity(), name -> output(folder, go.toString(), "env", name)));

            assertThat(shell.with(caches)
                            .with(Map.of("GOPROXY", "off", "SSL_CERT_FILE", certificate()))
                            .puts(ClientShell.section("AWS SDK for Go").getFirst()))
                    .isEqualTo(1);
        }
    }

    @Test
    void theSdkForJavascriptPuts() throws Exception {
        Path npm = tool(Tool.NPM);
        try (ClientShell shell = ClientShell.open(sandbox, folder)) {
            String block = ClientShell.section("AWS SDK for JavaScript").getFirst();
            assertThat(block).startsWith("npm install --prefix docs/clients/javascript\n");
            output(folder, npm.toString(), "install", "--prefix", "docs/clients/javascript", "--no-audit");

            // What is installed is complete: npm asks for nothing.
            assertThat(shell.with(Map.of("NPM_CONFIG_OFFLINE", "true", "NODE_EXTRA_CA_CERTS", certificate()))
                            .puts(block))
                    .isEqualTo(1);
        }
    }

    private String certificate() {
        return sandbox.emulator().caBundle().toAbsolutePath().toString();
    }

    private static String output(Path folder, String... command) {
        return Finished.of(new ExternalCommand(folder, command)).succeeded().strip();
    }

    /** A program of sandbox/app/clients.txt. */
    private void python(String program) throws IOException {
        Path installed = VirtualEnvironment.prepare(
                        CHECKOUT, CHECKOUT.root().resolve("sandbox/app/clients.txt"), Tool.PYTHON, progress -> {})
                .folder()
                .resolve("bin")
                .resolve(program);
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve(ClientShell.PROGRAMS)).resolve(program), installed);
    }

    private static Path tool(Tool tool) {
        try {
            return tool.find(CHECKOUT);
        } catch (SetupException e) {
            return abort(e.getMessage());
        }
    }
}
