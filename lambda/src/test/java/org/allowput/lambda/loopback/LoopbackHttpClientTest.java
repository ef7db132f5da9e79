package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.utils.StringInputStream;

/** A stand-in for AWS that nobody else can reach or trusts in, and that is gone when it is closed. */
class LoopbackHttpClientTest {
    /** Where the last request really went. */
    private final AtomicReference<URI> asked = new AtomicReference<>();

    private final LoopbackHttpClient loopback = LoopbackHttpClient.open(trust ->
            seeing(Apache5HttpClient.builder().tlsTrustManagersProvider(trust).build()));

    LoopbackHttpClientTest() throws IOException {}

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void whateverIsReadIsThereOnWhateverHost() throws IOException {
        HttpExecuteResponse answer = call(SdkHttpMethod.GET, "https://bucket.s3.eu-west-1.amazonaws.com/key", "");

        assertThat(answer.httpResponse().statusCode()).isEqualTo(200);
        try (InputStream body = answer.responseBody().orElseThrow()) {
            assertThat(body.readAllBytes()).hasSize(LoopbackHttpClient.SIZE);
        }
        assertThat(asked.get()).hasScheme("https").hasHost("127.0.0.1");
    }

    @Test
    void whateverIsWrittenIsTakenAndTheConnectionIsKept() throws IOException {
        for (String body : new String[] {"", "a", "b".repeat(100_000)}) {
            HttpExecuteResponse answer = call(SdkHttpMethod.PUT, "https://bucket.s3.amazonaws.com/key", body);

            assertThat(answer.httpResponse().statusCode()).as(body).isEqualTo(200);
        }
    }

    @Test
    void aRoleIsAssumed() throws IOException {
        HttpExecuteResponse answer =
                call(SdkHttpMethod.POST, "https://sts.eu-west-1.amazonaws.com/", "Action=AssumeRole");

        try (InputStream body = answer.responseBody().orElseThrow()) {
            assertThat(new String(body.readAllBytes(), UTF_8)).contains("<SessionToken>priming</SessionToken>");
        }
    }

    @Test
    void nobodyElseTrustsInItsCertificate() throws IOException {
        call(SdkHttpMethod.HEAD, "https://bucket.s3.amazonaws.com/key", "");

        try (HttpClient other = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> other.send(
                            HttpRequest.newBuilder(asked.get()).build(), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void itListensOnTheLoopbackAloneAndNotAfterItsEnd() throws IOException {
        call(SdkHttpMethod.HEAD, "https://bucket.s3.amazonaws.com/key", "");
        int port = asked.get().getPort();
        try (Socket another = new Socket()) {
            assertThatThrownBy(() -> another.connect(
                            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port)))
                    .isInstanceOf(ConnectException.class);
        }

        loopback.close();

        try (Socket late = new Socket()) {
            assertThatThrownBy(() -> late.connect(new InetSocketAddress(SelfSignedCertificate.address(), port)))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private HttpExecuteResponse call(SdkHttpMethod method, String uri, String body) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(method)
                .uri(URI.create(uri))
                .putHeader("Content-Length", Integer.toString(body.length()))
                .build();
        return loopback.prepareRequest(HttpExecuteRequest.builder()
                        .request(request)
                        .contentStreamProvider(() -> new StringInputStream(body))
                        .build())
                .call();
    }

    private SdkHttpClient seeing(SdkHttpClient client) {
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                asked.set(request.httpRequest().getUri());
                return client.prepareRequest(request);
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }
}
