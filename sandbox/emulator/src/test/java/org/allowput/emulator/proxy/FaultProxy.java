package org.allowput.emulator.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.strict.Refusal;
import org.allowput.emulator.strict.StrictS3;

/**
 * A strict proxy that keeps a list of requests, and does to some what {@link Fault}s say. A fault that breaks a
 * connection breaks both, without TLS's farewell.
 */
public final class FaultProxy implements AutoCloseable {
    private final StrictProxy proxy;
    /** All are asked about each request; the first fault counts. */
    private final List<Function<ProxiedRequest, Optional<Fault>>> rules = new CopyOnWriteArrayList<>();

    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();

    private FaultProxy(URI upstream, ServerTls tls, StrictS3 strict, boolean keepsRequests) {
        proxy = StrictProxy.start(0, upstream, tls, strict, (exchanges, request) -> {
            if (keepsRequests) {
                requests.add(request);
            }
            List<Fault> faults =
                    rules.stream().flatMap(rule -> rule.apply(request).stream()).toList();
            return faults.isEmpty() ? exchanges.carryOut(request) : suffer(faults.getFirst(), exchanges, request);
        });
    }

    /**
     * Starts one on a free port.
     *
     * @param upstream the emulator
     * @param certificate the folder that holds the emulator's certificate and key
     * @param strict what is refused besides
     */
    public static FaultProxy start(URI upstream, Path certificate, StrictS3 strict) {
        return new FaultProxy(upstream, ServerTls.of(certificate), strict, true);
    }

    /**
     * Starts one that shows a certificate for other names, such as those that S3 has for buckets.
     *
     * @param shown the folder that holds this certificate and its key
     */
    public static FaultProxy startWithNames(URI upstream, Path certificate, Path shown, StrictS3 strict) {
        return new FaultProxy(upstream, ServerTls.of(shown, certificate), strict, true);
    }

    /** Starts one for whole accounts. */
    public static FaultProxy startBefore(Emulator emulator) {
        return start(emulator.endpoint(), emulator.certificate().folder(), StrictS3.before(emulator));
    }

    /** Starts one for whole accounts that keeps no list of requests, and asks {@code fate} for the fault of each. */
    public static FaultProxy startBefore(Emulator emulator, Function<ProxiedRequest, Optional<Fault>> fate) {
        ServerTls tls = ServerTls.of(emulator.certificate().folder());
        FaultProxy started = new FaultProxy(emulator.endpoint(), tls, StrictS3.before(emulator), false);
        started.rules.add(fate);
        return started;
    }

    private static boolean suffer(Fault fault, Exchanges exchanges, ProxiedRequest request) throws IOException {
        Head head = request.head();
        return switch (fault) {
            case Fault.Answer(int status, String code) -> exchanges.refuse(request, new Refusal(status, code, code));
            case Fault.ErrorInside(String code) -> exchanges.refuse(request, new Refusal(200, code, code));
            case Fault.Delay(Duration time) -> {
                pause(time);
                yield exchanges.forward(head, Body.AS_IT_IS, Body.AS_IT_IS);
            }
            case Fault.DropBefore() -> false;
            case Fault.DropAfter() -> {
                exchanges.send(head, Body.AS_IT_IS);
                exchanges.answer();
                yield false;
            }
            case Fault.CutRequest(long bytes) -> exchanges.forward(head, DamagedBody.cut(bytes), Body.AS_IT_IS);
            case Fault.CutResponse(long bytes) -> exchanges.forward(head, Body.AS_IT_IS, DamagedBody.cut(bytes));
            case Fault.FlipRequest(long at) -> exchanges.forward(head, DamagedBody.flipped(at), Body.AS_IT_IS);
            case Fault.FlipResponse(long at) -> exchanges.forward(head, Body.AS_IT_IS, DamagedBody.flipped(at));
            case Fault.RemoveHeader(String header) ->
                exchanges.forward(head.without(header), Body.AS_IT_IS, Body.AS_IT_IS);
            case Fault.RunFirst(Runnable event) -> {
                event.run();
                yield exchanges.forward(head, Body.AS_IT_IS, Body.AS_IT_IS);
            }
            case Fault.ReadResponse(Consumer<String> by) -> exchanges.forward(head, Body.AS_IT_IS, readBy(by));
        };
    }

    private static Body readBy(Consumer<String> by) {
        return (in, out, length) -> {
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            by.accept(new String(bytes, UTF_8));
            out.write(bytes);
            out.flush();
        };
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** By address, not by name: so the SDK names buckets in the path. */
    public URI endpoint() {
        return proxy.endpoint();
    }

    public TrustManager[] trust() {
        return proxy.trust();
    }

    /** The next request that matches suffers it. */
    public void once(Predicate<ProxiedRequest> when, Fault fault) {
        nth(1, when, fault);
    }

    /** Of the requests that match, the one with that number, from 1, suffers it. */
    public void nth(int number, Predicate<ProxiedRequest> when, Fault fault) {
        AtomicInteger matched = new AtomicInteger();
        rules.add(request ->
                when.test(request) && matched.incrementAndGet() == number ? Optional.of(fault) : Optional.empty());
    }

    /** Every request that matches suffers it. */
    public void always(Predicate<ProxiedRequest> when, Fault fault) {
        rules.add(request -> when.test(request) ? Optional.of(fault) : Optional.empty());
    }

    /** Those that came and match, in their order. */
    public List<ProxiedRequest> requests(Predicate<ProxiedRequest> which) {
        return requests.stream().filter(which).toList();
    }

    public void reset() {
        rules.clear();
        requests.clear();
    }

    @Override
    public void close() {
        proxy.close();
    }

    /**
     * A body of which a part arrives, or in which one bit changes.
     *
     * @param flipAt the byte of which one bit changes, or a negative number
     * @param cutAt how many bytes are forwarded before the connection breaks, or a negative number
     */
    private record DamagedBody(long flipAt, long cutAt) implements Body {
        /** The connection is to break here. */
        private static final class CutException extends IOException {
            private static final long serialVersionUID = 1;
        }

        static DamagedBody cut(long bytes) {
            return new DamagedBody(-1, bytes);
        }

        static DamagedBody flipped(long at) {
            return new DamagedBody(at, -1);
        }

        @Override
        public void forward(InputStream in, OutputStream out, long length) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            for (long at = 0; at < length; ) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, length - at));
                if (count < 0) {
                    throw new EOFException("within a body");
                }
                if (flipAt >= at && flipAt < at + count) {
                    buffer[(int) (flipAt - at)] ^= 1;
                }
                if (cutAt >= 0 && cutAt <= at + count) {
                    out.write(buffer, 0, (int) (cutAt - at));
                    out.flush();
                    throw new CutException();
                }
                out.write(buffer, 0, count);
                at += count;
            }
            out.flush();
        }
    }
}
