package org.allowput.lambda.loopback;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * Stubs of S3 and STS on the loopback interface: every object that is read exists, with the size and the headers that
 * the number at the end of its key selects, and every write succeeds and is discarded. Responses are as different as
 * S3's: in one piece or in several, some late, and one of {@value StubResponses#REQUESTS_PER_ERROR} is an error that
 * the SDK retries.
 *
 * <p>Listens on the loopback interface alone, over TLS, until it is closed.
 */
public final class LoopbackServices implements AutoCloseable {
    /** Those that every implementation of TLS 1.3 has, or should have: the first is the one that S3 prefers. */
    public static final List<String> CIPHER_SUITES = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");

    private final HttpServer server;
    private final TlsTrustManagersProvider trustManagers;

    private LoopbackServices(HttpServer server, TlsTrustManagersProvider trustManagers) {
        this.server = server;
        this.trustManagers = trustManagers;
    }

    /**
     * Begins to listen, and agrees to one cipher suite of TLS 1.3 alone. Which one S3 chooses is not known; what one of
     * them uses is not compiled by connections with another: its digest, its keys' length.
     *
     * @param cipherSuite one of {@link #CIPHER_SUITES}
     * @throws IOException if there is no port, or the JVM makes no certificate
     */
    public static LoopbackServices start(String cipherSuite) throws IOException {
        SelfSignedCertificate certificate = SelfSignedCertificate.make();
        StubResponses responses = new StubResponses();
        HttpServer server = ServerBootstrap.bootstrap()
                .setLocalAddress(InetAddress.ofLiteral(SelfSignedCertificate.HOST))
                .setSslContext(certificate.context())
                .setSslSetupHandler(parameters -> parameters.setCipherSuites(new String[] {cipherSuite}))
                // Otherwise each response in pieces waits for an acknowledgement, which the client delays by 40 ms.
                .setSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                .setRequestRouter((request, context) -> responses)
                .create();
        server.start();
        return new LoopbackServices(server, certificate.trust());
    }

    /** How many small objects there are. Their numbers begin with 0; the next number is that of a large one. */
    public static int smallObjects() {
        return StubAnswers.ALL.objects().size() - 1;
    }

    /** Routes requests to any host to this instance. What else the HTTP client does is as for the host itself. */
    public HttpRoutePlanner routePlanner() {
        HttpHost here = new HttpHost("https", SelfSignedCertificate.HOST, port());
        HttpRoutePlanner planner = new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE);
        return (host, context) -> {
            HttpRoute direct = planner.determineRoute(host, context);
            return new HttpRoute(here, direct.getLocalAddress(), direct.isSecure());
        };
    }

    /** They trust the certificate of this instance, and nothing else. */
    public TlsTrustManagersProvider trustManagers() {
        return trustManagers;
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
