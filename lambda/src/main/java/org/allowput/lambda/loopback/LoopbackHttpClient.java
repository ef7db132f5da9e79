package org.allowput.lambda.loopback;

import java.io.IOException;
import java.util.function.Function;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * Stubs of S3 and STS: every read returns the same object, and every write succeeds and is discarded. Requests to any
 * host go over TLS to this process itself, with the HTTP client that is also used for AWS, so that a request runs the
 * same code as later.
 *
 * <p>Listens on the loopback alone, until it is closed.
 */
public final class LoopbackHttpClient implements SdkHttpClient {
    /** The size of every object, in bytes. */
    public static final int SIZE = StubResponse.SIZE;

    private final LoopbackListener listener;
    private final SdkHttpClient client;

    private LoopbackHttpClient(LoopbackListener listener, SdkHttpClient client) {
        this.listener = listener;
        this.client = client;
    }

    /**
     * Begins to listen.
     *
     * @param client makes the HTTP client that trusts in what it is given, and in nothing else
     * @throws IOException if there is no port, or the JVM makes no certificate
     */
    public static LoopbackHttpClient open(Function<TlsTrustManagersProvider, SdkHttpClient> client) throws IOException {
        SelfSignedCertificate certificate = SelfSignedCertificate.make();
        return new LoopbackHttpClient(LoopbackListener.start(certificate), client.apply(certificate));
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return client.prepareRequest(HttpExecuteRequest.builder()
                .request(request.httpRequest().toBuilder()
                        .protocol("https")
                        .host(SelfSignedCertificate.HOST)
                        .port(listener.port())
                        .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .metricCollector(request.metricCollector().orElse(null))
                .build());
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
        listener.close();
    }
}
