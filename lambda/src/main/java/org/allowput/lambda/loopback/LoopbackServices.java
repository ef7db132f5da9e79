package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
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
    private static final int BACKLOG = 50;
    private static final int BUFFER = 16 * 1024;
    private static final Duration LATE = Duration.ofMillis(1);

    private final SelfSignedCertificate certificate;
    private final ServerSocket server;
    private final StubResponses responses = new StubResponses();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServices(SelfSignedCertificate certificate, ServerSocket server) {
        this.certificate = certificate;
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if there is no port, or the JVM makes no certificate
     */
    public static LoopbackServices start() throws IOException {
        SelfSignedCertificate certificate = SelfSignedCertificate.make();
        LoopbackServices services = new LoopbackServices(
                certificate, certificate.sockets().createServerSocket(0, BACKLOG, SelfSignedCertificate.address()));
        services.threads.execute(services::accept);
        return services;
    }

    /** How many small objects there are. Their numbers begin with 0; the next number is that of a large one. */
    public static int smallObjects() {
        return StubObject.LARGE;
    }

    public static long size(int number) {
        return StubObject.of(number).size();
    }

    /** Trusts the certificate of this instance, and nothing else. */
    public TlsTrustManagersProvider trustManagers() {
        return certificate;
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

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: there is nothing else to do on this thread.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
                OutputStream out = socket.getOutputStream()) {
            // Otherwise each response in pieces waits for an acknowledgement, which the client delays by 40 ms.
            socket.setTcpNoDelay(true);
            for (Optional<RequestHead> head = RequestHead.read(in); head.isPresent(); head = RequestHead.read(in)) {
                answer(head.get(), in, out);
            }
        } catch (IOException e) {
            // The client sees the end of the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(RequestHead head, InputStream in, OutputStream out) throws IOException, InterruptedException {
        if (head.expectsContinue()) {
            out.write(StubResponses.CONTINUE.getBytes(ISO_8859_1));
        }
        in.skipNBytes(head.contentLength());
        int kind = head.number() % 3;
        if (kind == 2) {
            Thread.sleep(LATE);
        }
        responses.to(head).write(out, kind == 1);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }
}
