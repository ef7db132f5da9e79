package org.allowput.emulator.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.strict.StrictS3;

/**
 * An HTTPS proxy on the loopback address, in front of an emulator: it forwards every request as it came, so that
 * signatures stay valid, keeps a list of them, and does to some what {@link Fault}s say. It refuses what S3 refuses and
 * the emulator does not: see {@link StrictS3}.
 *
 * <p>A client's connection has one of its own behind the proxy. A fault that breaks a connection breaks both, without
 * TLS's farewell.
 */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ServerTls tls;
    private final URI upstream;
    private final Interception interception;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Rules rules;

    private FaultProxy(ServerSocket server, ServerTls tls, URI upstream, Interception interception, Rules rules) {
        this.server = server;
        this.tls = tls;
        this.upstream = upstream;
        this.interception = interception;
        this.rules = rules;
    }

    /**
     * Starts one on a free port.
     *
     * @param upstream the emulator
     * @param certificate the folder that holds the emulator's certificate and key
     * @param strict what is refused besides
     */
    public static FaultProxy start(URI upstream, Path certificate, StrictS3 strict) {
        Rules rules = new Rules();
        return start(upstream, ServerTls.of(certificate), interception(strict, rules::faultOf), rules);
    }

    /**
     * Starts one that shows a certificate for other names, such as those that S3 has for buckets.
     *
     * @param shown the folder that holds this certificate and its key
     */
    public static FaultProxy startWithNames(URI upstream, Path certificate, Path shown, StrictS3 strict) {
        Rules rules = new Rules();
        return start(upstream, ServerTls.of(shown, certificate), interception(strict, rules::faultOf), rules);
    }

    /** Starts one that injects no fault and keeps no list of requests, for whole accounts. */
    public static FaultProxy startBefore(Emulator emulator) {
        return start(
                emulator.endpoint(),
                ServerTls.of(emulator.certificate().folder()),
                new Interception(StrictS3.before(emulator), ignored -> Optional.empty()),
                new Rules());
    }

    /** The same on a given port, for any client: it refuses what S3 and CloudFormation refuse. */
    public static FaultProxy startForAnyClient(Emulator emulator, int port) {
        return start(
                port,
                emulator.endpoint(),
                ServerTls.of(emulator.certificate().folder()),
                new Interception(StrictS3.forAnyClient(emulator), ignored -> Optional.empty()),
                new Rules());
    }

    /** Starts one that also injects faults, for whole accounts. */
    public static FaultProxy startWithFaultsBefore(Emulator emulator) {
        return start(emulator.endpoint(), emulator.certificate().folder(), StrictS3.before(emulator));
    }

    /**
     * Starts one that keeps no list of requests and asks {@code fate} for the fault of each: for more requests than
     * rules could name.
     */
    public static FaultProxy start(
            URI upstream, Path certificate, StrictS3 strict, Function<ProxiedRequest, Optional<Fault>> fate) {
        return start(upstream, ServerTls.of(certificate), interception(strict, fate), new Rules());
    }

    private static Interception interception(StrictS3 strict, Function<ProxiedRequest, Optional<Fault>> fate) {
        return new Interception(strict, fate);
    }

    private static FaultProxy start(URI upstream, ServerTls tls, Interception interception, Rules rules) {
        return start(0, upstream, tls, interception, rules);
    }

    private static FaultProxy start(int port, URI upstream, ServerTls tls, Interception interception, Rules rules) {
        ServerSocket server = Unchecked.get(() -> new ServerSocket(port, 200, InetAddress.getLoopbackAddress()));
        FaultProxy proxy = new FaultProxy(server, tls, upstream, interception, rules);
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

    /** The next request that matches suffers it. */
    public void once(Predicate<ProxiedRequest> when, Fault fault) {
        rules.add(new Rule(when, 1, 1, fault));
    }

    /** Of the requests that match, the one with that number, from 1, suffers it. */
    public void nth(int number, Predicate<ProxiedRequest> when, Fault fault) {
        rules.add(new Rule(when, number, 1, fault));
    }

    /** Every request that matches suffers it. */
    public void always(Predicate<ProxiedRequest> when, Fault fault) {
        rules.add(new Rule(when, 1, Integer.MAX_VALUE, fault));
    }

    /** Those that came and match, in their order. */
    public List<ProxiedRequest> requests(Predicate<ProxiedRequest> which) {
        return rules.requests(which);
    }

    /** Forgets faults and requests. */
    public void reset() {
        rules.reset();
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
                new Exchanges(interception, tls.context(), client, behind, upstream.getHost()).run();
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
