package org.allowput.sandbox.deployed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy that only tunnels: a client that asks for any host by CONNECT is connected to one port of this
 * computer.
 */
public final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger tunnels = new AtomicInteger();
    private volatile int port;

    public ConnectProxy() throws IOException {
        start(() -> {
            while (true) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        });
    }

    /** Work that ends with an exception when one of two ends a connection. */
    private void start(Callable<Void> work) {
        Future<Void> unused = threads.submit(work);
    }

    /** Where all tunnels lead from now on. */
    public void forwardTo(int localPort) {
        port = localPort;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public int tunnels() {
        return tunnels.get();
    }

    private Void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // A client sends nothing more until it is answered.
            List<String> head = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            boolean connects = !head.isEmpty() && head.getFirst().startsWith("CONNECT ");
            String answer = connects ? "200 Connected" : "405 CONNECT only";
            client.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(US_ASCII));
            if (connects) {
                tunnels.incrementAndGet();
                start(() -> relay(upstream, client));
                relay(client, upstream);
            }
        }
        return null;
    }

    private static Void relay(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
