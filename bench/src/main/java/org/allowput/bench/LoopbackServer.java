package org.allowput.bench;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;

/** A service of AWS that the measured function calls: HTTPS on the loopback address. */
record LoopbackServer(HttpsServer server) implements AutoCloseable {
    static {
        // Without it an answer's body waits for the acknowledgement of its headers: 40 ms for each request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** @param answers in XML, by how the path begins */
    static LoopbackServer start(TlsCertificate certificate, Map<String, String> answers) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ServerTls.of(certificate.folder()).context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Headers headers = Headers.of("Content-Type", "application/xml");
        answers.forEach((path, xml) -> server.createContext(path, HttpHandlers.of(200, headers, xml)));
        server.start();
        return new LoopbackServer(server);
    }

    String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
