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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.utils.StringInputStream;

/** Stubs of AWS that nobody else can reach or trusts, and that are gone when they are closed. */
class LoopbackServicesTest {
    private final LoopbackServices services = LoopbackServices.start(LoopbackServices.CIPHER_SUITES.getFirst());
    private final SdkHttpClient client = Apache5HttpClient.builder()
            .httpRoutePlanner(services.routePlanner())
            .tlsTrustManagersProvider(services.trustManagers())
            .build();

    LoopbackServicesTest() throws IOException {}

    @AfterEach
    void close() {
        client.close();
        services.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void eachObjectHasItsSizeOnWhateverHost(int number) throws IOException {
        String uri = "https://bucket.s3.eu-west-1.amazonaws.com/key-" + number;

        HttpExecuteResponse head = call(SdkHttpMethod.HEAD, uri, "");
        HttpExecuteResponse get = call(SdkHttpMethod.GET, uri, "");

        String size = Long.toString(StubAnswers.object(number).size());
        assertThat(head.httpResponse().firstMatchingHeader("Content-Length")).hasValue(size);
        assertThat(body(get)).hasSize(Integer.parseInt(size));
        assertThat(get.httpResponse().firstMatchingHeader("ETag"))
                .isEqualTo(head.httpResponse().firstMatchingHeader("ETag"));
    }

    @Test
    void aRangeOfAnObjectHasItsLength() throws IOException {
        SdkHttpRequest request = request(SdkHttpMethod.GET, "https://bucket.s3.amazonaws.com/key-0", "").toBuilder()
                .putHeader("Range", "bytes=10-99")
                .build();

        HttpExecuteResponse answer = call(request, "");

        assertThat(answer.httpResponse().statusCode()).isEqualTo(206);
        assertThat(answer.httpResponse().firstMatchingHeader("Content-Range")).hasValue("bytes 10-99/10240");
        assertThat(body(answer)).hasSize(90);
    }

    @Test
    void nowAndThenThereIsAnErrorThatIsRetried() throws IOException {
        int errors = 0;
        for (int request = 0; request < 2 * StubResponses.REQUESTS_PER_ERROR; request++) {
            HttpExecuteResponse answer = call(SdkHttpMethod.HEAD, "https://bucket.s3.amazonaws.com/key-0", "");
            if (answer.httpResponse().statusCode() == 500) {
                errors++;
            }
        }

        assertThat(errors).isEqualTo(2);
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

        assertThat(new String(body(answer), UTF_8)).contains("<SessionToken>priming</SessionToken>");
    }

    /** A client that has both would choose the other one. */
    @Test
    void itAgreesToItsCipherSuiteAlone() throws Exception {
        for (String suite : LoopbackServices.CIPHER_SUITES) {
            try (LoopbackServices only = LoopbackServices.start(suite)) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, only.trustManagers().trustManagers(), null);
                try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", only.port())) {
                    socket.startHandshake();

                    assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
                }
            }
        }
    }

    @Test
    void nobodyElseTrustsItsCertificate() {
        URI uri = URI.create("https://127.0.0.1:" + services.port());

        try (HttpClient other = HttpClient.newHttpClient()) {
            assertThatThrownBy(() ->
                            other.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void itListensOnTheLoopbackAloneAndNotAfterItsEnd() throws IOException {
        try (Socket another = new Socket()) {
            assertThatThrownBy(() -> another.connect(new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), services.port())))
                    .isInstanceOf(ConnectException.class);
        }

        services.close();

        assertThatThrownBy(() -> call(SdkHttpMethod.HEAD, "https://bucket.s3.amazonaws.com/key-0", ""))
                .isInstanceOf(IOException.class);
    }

    private HttpExecuteResponse call(SdkHttpMethod method, String uri, String body) throws IOException {
        return call(request(method, uri, body), body);
    }

    private static SdkHttpRequest request(SdkHttpMethod method, String uri, String body) {
        return SdkHttpRequest.builder()
                .method(method)
                .uri(URI.create(uri))
                .putHeader("Content-Length", Integer.toString(body.length()))
                .build();
    }

    private HttpExecuteResponse call(SdkHttpRequest request, String body) throws IOException {
        return client.prepareRequest(HttpExecuteRequest.builder()
                        .request(request)
                        .contentStreamProvider(() -> new StringInputStream(body))
                        .build())
                .call();
    }

    private static byte[] body(HttpExecuteResponse answer) throws IOException {
        try (InputStream body = answer.responseBody().orElseThrow()) {
            return body.readAllBytes();
        }
    }
}
