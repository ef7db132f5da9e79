package org.allowput.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** HTTP or HTTPS on the loopback interface, each request on its own virtual thread. */
public record LoopbackServer(HttpServer server, ExecutorService requests) implements AutoCloseable {
    static {
        // Without it an answer's body waits for the acknowledgement of its headers: 40 ms for each request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The runtime client describes an exception in a header of up to 1 MiB.
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", String.valueOf(2 << 20));
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @throws java.net.BindException if the port is in use
     */
    public static LoopbackServer start(int port, HttpHandler handler) throws IOException {
        return start(HttpServer.create(address(port), 0), handler);
    }

    public static LoopbackServer start(SSLContext tls, HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server, handler);
    }

    private static LoopbackServer start(HttpServer server, HttpHandler handler) {
        LoopbackServer started = new LoopbackServer(server, Executors.newVirtualThreadPerTaskExecutor());
        server.setExecutor(started.requests);
        server.createContext("/", handler);
        server.start();
        return started;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI address() {
        return URI.create((server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + "/");
    }

    public static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    }

    public static void reply(HttpExchange exchange, int status, String json) throws IOException {
        reply(exchange, status, "application/json", json);
    }

    public static void reply(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Hangs up on every connection, also on requests that are waiting for their answer. */
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
