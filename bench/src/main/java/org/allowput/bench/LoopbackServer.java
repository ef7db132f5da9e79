package org.allowput.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allowput.emulator.local.ServerTls;

/** A service of AWS that the measured function calls: HTTPS on the loopback address. */
record LoopbackServer(HttpsServer server, ExecutorService requests) implements AutoCloseable {
    static {
        // Without it an answer's body waits for the acknowledgement of its headers: 40 ms for each request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static LoopbackServer start(ServerTls tls, HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        LoopbackServer started = new LoopbackServer(server, Executors.newVirtualThreadPerTaskExecutor());
        server.setExecutor(started.requests);
        server.createContext("/", handler);
        server.start();
        return started;
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    static void reply(HttpExchange exchange, String xml) throws IOException {
        byte[] bytes = xml.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
