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

/** Accepts connections on the loopback interface, over TLS, and answers every request on them. */
final class LoopbackListener implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int BUFFER = 16 * 1024;

    private static final Duration LATE = Duration.ofMillis(1);

    private final ServerSocket server;
    private final StubResponses responses = new StubResponses();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackListener(ServerSocket server) {
        this.server = server;
    }

    static LoopbackListener start(SelfSignedCertificate certificate) throws IOException {
        LoopbackListener listener = new LoopbackListener(
                certificate.sockets().createServerSocket(0, BACKLOG, SelfSignedCertificate.address()));
        listener.threads.execute(listener::accept);
        return listener;
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
