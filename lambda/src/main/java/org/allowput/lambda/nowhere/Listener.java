package org.allowput.lambda.nowhere;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes connections on the loopback, over TLS, and answers whatever is asked on them. */
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Listener(ServerSocket server) {
        this.server = server;
    }

    static Listener start(SelfSigned certificate) throws IOException {
        Listener listener = new Listener(certificate.sockets().createServerSocket(0, BACKLOG, SelfSigned.address()));
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

    private static void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
                OutputStream out = socket.getOutputStream()) {
            for (Optional<RequestHead> head = RequestHead.read(in); head.isPresent(); head = RequestHead.read(in)) {
                if (head.get().expectsContinue()) {
                    out.write(Reply.CONTINUE);
                }
                in.skipNBytes(head.get().contentLength());
                out.write(Reply.to(head.get().method()));
                out.flush();
            }
        } catch (IOException e) {
            // Whoever asked is told by the end of the connection.
        }
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
