package org.allowput.ops.acceptance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The request as AWS documents it, signed; against a server in the place of AWS, whose own answer this cannot show. */
final class AccessAnalyzerTest {
    private final Map<String, String> seen = new ConcurrentSkipListMap<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders().forEach((name, values) -> seen.put(name, values.getFirst()));
        seen.put("line", exchange.getRequestMethod() + " " + exchange.getRequestURI());
        seen.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void asksAsDocumentedAndReturnsTheResult() throws Exception {
        answer = "{\"result\": \"FAIL\", \"message\": \"more\"}";

        assertThat(ask()).isEqualTo("FAIL");
        assertThat(seen).containsEntry("line", "POST /policy/check-no-new-access");
        assertThat(seen).containsEntry("Content-type", "application/json");
        assertThat(JSON.std.mapFrom(seen.get("body")))
                .isEqualTo(new TreeMap<>(Map.of(
                        "existingPolicyDocument", "{\"a\": 1}",
                        "newPolicyDocument", "{\"b\": 2}",
                        "policyType", "IDENTITY_POLICY")));
    }

    @Test
    void signsHeadersAndBodyForTheService() throws Exception {
        answer = "{\"result\": \"PASS\"}";

        assertThat(ask()).isEqualTo("PASS");
        assertThat(seen.get("Authorization"))
                .matches("AWS4-HMAC-SHA256 Credential=AKID/\\d{8}/eu-west-1/access-analyzer/aws4_request,"
                        + " SignedHeaders=[a-z0-9;-]*content-type;host;[a-z0-9;-]*x-amz-date[a-z0-9;-]*,"
                        + " Signature=[0-9a-f]{64}");
        assertThat(seen).containsEntry("X-amz-security-token", "token");
        assertThat(seen.getOrDefault("X-amz-content-sha256", hash())).isEqualTo(hash());
    }

    @Test
    void aRefusalIsAnErrorWithWhatAwsSays() {
        status = 403;
        answer = "{\"message\": \"not authorized\"}";

        assertThatThrownBy(this::ask)
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("not authorized")
                .hasMessageContaining("access-analyzer:CheckNoNewAccess");
    }

    private String hash() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(seen.getOrDefault("body", "").getBytes(UTF_8)));
    }

    private String ask() {
        try (ProfileClients clients = ProfileClients.open(Optional.empty(), Optional.of("eu-west-1"))) {
            ProfileClients signed = clients.as(
                    StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", "secret", "token")));
            return new AccessAnalyzer(
                            signed,
                            URI.create("http://localhost:" + server.getAddress().getPort()))
                    .checkNoNewAccess("{\"a\": 1}", "{\"b\": 2}");
        }
    }
}
