package org.allowput.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.testing.ErrorPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Profiles of the AWS CLI, with the files that its sign-in writes, against a server in the place of IAM Identity Center
 * and CloudFormation: which credentials a command sends.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html">Credential providers</a>
 */
class ProfilesTest {
    private static final String LOGIN = "arn:aws:iam::222222222222:user/me";

    @TempDir
    private Path home = Path.of("");

    private HttpServer server;
    private volatile String accessKey = "";
    private volatile String asked = "";

    @BeforeEach
    void configurationAndServer() throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), """
            [profile keys]
            aws_access_key_id = AKIDKEYS
            aws_secret_access_key = secret
            region = us-east-1
            [profile process]
            credential_process = %1$s/process
            region = us-east-1
            [profile failing]
            credential_process = false
            region = us-east-1
            [profile sso]
            sso_session = corp
            sso_account_id = 222222222222
            sso_role_name = Operator
            region = us-east-1
            [sso-session corp]
            sso_region = us-east-1
            sso_start_url = https://example.awsapps.com/start
            sso_registration_scopes = sso:account:access
            [profile login]
            login_session = %2$s
            region = us-east-1
            [profile mfa]
            role_arn = arn:aws:iam::222222222222:role/Operator
            source_profile = keys
            mfa_serial = arn:aws:iam::222222222222:mfa/me
            region = us-east-1
            """.formatted(home, LOGIN));
        Path process = home.resolve("process");
        Files.writeString(process, """
            #!/bin/sh
            echo '{"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "secret"}'
            """);
        assertThat(process.toFile().setExecutable(true)).isTrue();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/federation/credentials", exchange -> answer(exchange, 200, """
            {"roleCredentials": {"accessKeyId": "AKIDSSO", "secretAccessKey": "secret", "sessionToken": "token",
             "expiration": 4102444800000}}
            """));
        server.createContext("/", exchange -> {
            accessKey = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .replaceAll(".*Credential=(\\w+)/.*", "$1");
            asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            answer(exchange, 400, "<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"keys, AKIDKEYS", "process, AKIDPROCESS", "sso, AKIDSSO", "login, AKIDLOGIN"})
    void aProfileThatIsSignedInIsUsedBeforeTheEnvironment(String profile, String key) throws Exception {
        signIn();

        command(Map.of("AWS_ACCESS_KEY_ID", "AKIDOTHER", "AWS_SECRET_ACCESS_KEY", "secret"), profile);

        assertThat(accessKey).isEqualTo(key);
    }

    private void signIn() throws IOException, GeneralSecurityException {
        Path sso = Files.createDirectories(home.resolve(".aws/sso/cache"));
        Files.writeString(sso.resolve(hash("SHA-1", "corp") + ".json"), """
            {"accessToken": "token", "expiresAt": "2100-01-01T00:00:00Z", "region": "us-east-1",
             "startUrl": "https://example.awsapps.com/start"}
            """);
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        String key = Base64.getEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        Path login = Files.createDirectories(home.resolve(".aws/login/cache"));
        Files.writeString(login.resolve(hash("SHA-256", LOGIN) + ".json"), """
            {"accessToken": {"accessKeyId": "AKIDLOGIN", "secretAccessKey": "secret", "sessionToken": "token",
             "accountId": "222222222222", "expiresAt": "2100-01-01T00:00:00Z"}, "tokenType": "aws_sigv4",
             "refreshToken": "refresh", "idToken": "id", "clientId": "arn:aws:signin:::devtools/same-device",
             "dpopKey": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
            """.formatted(key));
    }

    @ParameterizedTest
    @CsvSource({"sso, aws sso login", "login, aws login"})
    void aProfileThatIsNotSignedInNamesTheCommandThatSignsIn(String profile, String command) throws Exception {
        CommandJvm.Finished finished = command(Map.of(), profile);

        ErrorPage.holds(
                "A session of a profile has ended",
                finished.output().replace(command, "COMMAND"),
                Map.of("profile " + profile, "profile NAME"));
        assertThat(finished.status()).isEqualTo(4);
    }

    @Test
    void aProfileThatNeedsAnMfaCodeIsExplained() throws Exception {
        CommandJvm.Finished finished = command(Map.of(), "mfa");

        ErrorPage.holds("A profile needs an MFA code", finished.output(), Map.of("profile mfa", "profile NAME"));
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void aProcessThatFailsIsExplained() throws Exception {
        CommandJvm.Finished finished = command(Map.of(), "failing");

        ErrorPage.holds("A credential_process fails", finished.output(), Map.of("profile failing", "profile NAME"));
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void aProfileThatDoesNotExistIsNamed() throws Exception {
        CommandJvm.Finished finished = new CommandJvm(home)
                .run(environment(Map.of()), "redrive", "--profile", "none", "--region", "us-east-1");

        ErrorPage.holds("There is no such profile", finished.output(), Map.of("profile none", "profile NAME"));
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void aStackThatDoesNotExistIsNamedAndTheNameThatWasTypedIsAskedFor() throws Exception {
        CommandJvm.Finished finished =
                new CommandJvm(home).run(environment(Map.of()), "redrive", "--profile", "keys", "--stack", "Other");

        ErrorPage.holds("There is no such stack", finished.output(), Map.of("Other", "NAME"));
        assertThat(finished.status()).isEqualTo(3);
        assertThat(asked).contains("StackName=Other");
    }

    private CommandJvm.Finished command(Map<String, String> variables, String profile)
            throws IOException, InterruptedException {
        return new CommandJvm(home).run(environment(variables), "status", "--profile", profile);
    }

    private Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        return environment;
    }

    private static String hash(String algorithm, String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
    }
}
