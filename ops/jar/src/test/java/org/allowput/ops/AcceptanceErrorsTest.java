package org.allowput.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.ops.DocumentedErrors.assertDocumented;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code bin/acceptance} prints before it would create anything, with two profiles at a server that knows who
 * calls.
 */
class AcceptanceErrorsTest {
    private static final String[] PROFILES = {"acceptance", "--target-profile=a", "--source-profile=b"};

    @TempDir
    private Path folder = Path.of("");

    private HttpServer server;

    @BeforeEach
    void profiles() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String caller = exchange.getRequestHeaders()
                        .getFirst("Authorization")
                        .replaceAll(".*Credential=([0-9]{12})/.*", "$1");
                String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                if (!request.contains("GetCallerIdentity")) {
                    refuse(exchange);
                    return;
                }
                byte[] body = """
                    <GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account>
                    </GetCallerIdentityResult></GetCallerIdentityResponse>\
                    """.formatted(caller).getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(
                folder.resolve(".aws/config"),
                profile("a", "111111111111") + profile("b", "222222222222") + profile("same", "111111111111"));
        Files.createDirectories(folder.resolve("lambda/target"));
        Files.createFile(folder.resolve("lambda/target/function.zip"));
        Files.createDirectories(folder.resolve("node_modules/aws-cdk/bin"));
        Files.createFile(folder.resolve("node_modules/aws-cdk/bin/cdk"));
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        byte[] body = """
            <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>\
            """.getBytes(UTF_8);
        exchange.sendResponseHeaders(403, body.length);
        exchange.getResponseBody().write(body);
    }

    private String profile(String name, String account) {
        return """
            [profile %s]
            aws_access_key_id = %s
            aws_secret_access_key = secret
            region = us-east-1
            endpoint_url = http://127.0.0.1:%d
            """.formatted(name, account, server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void twoProfilesOfOneAccountAreRefused() throws Exception {
        CommandJvm.Finished ended =
                run("acceptance", "--target-profile=a", "--source-profile=same", "--region=us-east-1");

        assertDocumented("Both profiles are of one account", ended.output(), Map.of());
        assertThat(ended.status()).isEqualTo(3);
    }

    @Test
    void nothingIsDoneWithoutAConfirmation() throws Exception {
        CommandJvm.Finished ended = run(PROFILES[0], PROFILES[1], PROFILES[2], "--name=trial");

        assertDocumented(
                "The acceptance run has no confirmation",
                ended.output(),
                Map.of("deployment trial", "deployment NAME"));
        assertThat(ended.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "--name=Trial, --name: seen 'Trial'",
        "--large=20, seen '20'",
        "--large=8MiB, --large has to be at least 16MiB",
        "--objects=0, --objects has to be at least 1",
    })
    void aWrongOptionIsNamed(String option, String message) throws Exception {
        CommandJvm.Finished ended = run(PROFILES[0], PROFILES[1], PROFILES[2], option);

        assertThat(ended.output()).contains(message);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void whatCannotBeRemovedIsNamedAndStaysInTheLedger() throws Exception {
        Path ledger = folder.resolve("ledger.txt");
        String lines = """
            creating SOURCE BUCKET code
            creating TARGET STACK Target
            """;
        Files.writeString(ledger, lines);

        CommandJvm.Finished ended = run(PROFILES[0], PROFILES[1], PROFILES[2], "--remove=" + ledger);

        assertThat(ended.output())
                .contains(
                        "Not removed: [BUCKET code, STACK Target]. Delete what prevents it, and run bin/acceptance with"
                                + " --remove " + ledger);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(Files.readString(ledger)).isEqualTo(lines);
    }

    @Test
    void aProfileThatIsMissingIsNamed() throws Exception {
        CommandJvm.Finished ended = run(PROFILES[0], PROFILES[1]);

        assertThat(ended.output()).contains("Missing required option: '--source-profile=NAME'");
        assertThat(ended.status()).isEqualTo(2);
    }

    private CommandJvm.Finished run(String... arguments) throws IOException, InterruptedException {
        return new CommandJvm(folder).run(Map.of(), arguments);
    }
}
