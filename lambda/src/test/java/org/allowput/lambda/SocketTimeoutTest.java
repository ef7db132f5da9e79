package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.allowput.emulator.testing.Nightly;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Other tests have HTTP clients with shorter timeouts: this one has the function's own. */
class SocketTimeoutTest {
    @Test
    @Nightly(1)
    @Timeout(300)
    void aServerThatDoesNotAnswerIsWaitedForThirtySeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SdkHttpClient client = AwsClients.httpClientBuilder(
                                EnvironmentVariables.read(EnvironmentVariablesTest.required()))
                        .build()) {
            SdkHttpRequest get = SdkHttpRequest.builder()
                    .method(SdkHttpMethod.GET)
                    .uri(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))
                    .build();
            Instant sent = Instant.now();

            assertThatThrownBy(() -> client.prepareRequest(
                                    HttpExecuteRequest.builder().request(get).build())
                            .call())
                    .isInstanceOf(SocketTimeoutException.class);

            assertThat(Duration.between(sent, Instant.now()))
                    .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(120));
        }
    }
}
