package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy that only tunnels: a client that asks for any host by CONNECT is connected to one port of this
 * computer.
 */
public final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger tunnels = new AtomicInteger();
    private volatile int port;

    private ConnectProxy(ServerSocket server) {
        this.server = server;
    }

    public static ConnectProxy start() throws IOException {
        ConnectProxy proxy = new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** Where all tunnels lead from now on. */
    public void forwardTo(int localPort) {
        port = localPort;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many were opened. */
    public int tunnels() {
        return tunnels.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (!head(client.getInputStream()).startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 405 CONNECT only\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            tunnels.incrementAndGet();
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> relay(upstream, client));
            relay(client, upstream);
        } catch (IOException closed) {
            // One of the two ended the tunnel.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client closed the connection in its request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void relay(Socket from, Socket to) {
        try (from;
                to;
                OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        } catch (IOException closed) {
            // One of the two ended the tunnel.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
