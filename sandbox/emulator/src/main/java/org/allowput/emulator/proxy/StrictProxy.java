package org.allowput.emulator.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.strict.StrictS3;

/**
 * An HTTPS proxy on the loopback address, in front of an emulator: it forwards every request as it came, so that
 * signatures stay valid, and refuses what AWS refuses and the emulator does not: see {@link StrictS3}.
 *
 * <p>A client's connection has one of its own behind the proxy. Where one of them ends, so does the other.
 */
public final class StrictProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ServerTls tls;
    private final URI upstream;
    private final StrictS3 strict;
    private final Exchanges.Intervention intervention;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private StrictProxy(
            ServerSocket server, ServerTls tls, URI upstream, StrictS3 strict, Exchanges.Intervention intervention) {
        this.server = server;
        this.tls = tls;
        this.upstream = upstream;
        this.strict = strict;
        this.intervention = intervention;
    }

    /** Starts one for the function, which has to state the owner of each bucket. */
    public static StrictProxy start(Emulator emulator) {
        return start(0, emulator, StrictS3.before(emulator));
    }

    /**
     * Starts one for any client.
     *
     * @param port 0 for a free one
     */
    public static StrictProxy startForAnyClient(Emulator emulator, int port) {
        return start(port, emulator, StrictS3.forAnyClient(emulator));
    }

    private static StrictProxy start(int port, Emulator emulator, StrictS3 strict) {
        ServerTls tls = ServerTls.of(emulator.certificate().folder());
        return start(port, emulator.endpoint(), tls, strict, Exchanges::carryOut);
    }

    static StrictProxy start(
            int port, URI upstream, ServerTls tls, StrictS3 strict, Exchanges.Intervention intervention) {
        ServerSocket server = Unchecked.get(() -> new ServerSocket(port, 200, InetAddress.getLoopbackAddress()));
        StrictProxy proxy = new StrictProxy(server, tls, upstream, strict, intervention);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** By address, not by name: so the SDK names buckets in the path. */
    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    /** Whom a client of it has to trust. */
    public TrustManager[] trust() {
        return tls.trust().toArray(TrustManager[]::new);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), upstream.getPort())) {
            open.add(behind);
            // Head and body are sent one after the other: without this, each waits for the other side's delayed answer.
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            try {
                new Exchanges(strict, tls.context(), client, behind, upstream.getHost()).run(intervention);
            } finally {
                open.remove(behind);
            }
        } catch (IOException e) {
            // A side has gone, or had to: so does the other.
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        Unchecked.run(server::close);
        open.forEach(socket -> Unchecked.run(socket::close));
        threads.close();
    }
}
