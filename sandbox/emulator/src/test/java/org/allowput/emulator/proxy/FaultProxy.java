package org.allowput.emulator.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final Rules rules;

    private FaultProxy(StrictProxy proxy, Rules rules) {
        this.proxy = proxy;
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
        return start(upstream, ServerTls.of(certificate), strict);
    }

    /**
     * Starts one that shows a certificate for other names, such as those that S3 has for buckets.
     *
     * @param shown the folder that holds this certificate and its key
     */
    public static FaultProxy startWithNames(URI upstream, Path certificate, Path shown, StrictS3 strict) {
        return start(upstream, ServerTls.of(shown, certificate), strict);
    }

    /** Starts one for whole accounts. */
    public static FaultProxy startBefore(Emulator emulator) {
        return start(emulator.endpoint(), emulator.certificate().folder(), StrictS3.before(emulator));
    }

    private static FaultProxy start(URI upstream, ServerTls tls, StrictS3 strict) {
        Rules rules = new Rules();
        return start(upstream, tls, strict, rules, rules::faultOf);
    }

    /**
     * Starts one that keeps no list of requests and asks {@code fate} for the fault of each: for more requests than
     * rules could name.
     */
    public static FaultProxy start(
            URI upstream, Path certificate, StrictS3 strict, Function<ProxiedRequest, Optional<Fault>> fate) {
        return start(upstream, ServerTls.of(certificate), strict, new Rules(), fate);
    }

    private static FaultProxy start(
            URI upstream,
            ServerTls tls,
            StrictS3 strict,
            Rules rules,
            Function<ProxiedRequest, Optional<Fault>> faultOf) {
        Exchanges.Intervention intervention = (exchanges, request) -> {
            Optional<Fault> fault = faultOf.apply(request);
            return fault.isPresent() ? suffer(fault.get(), exchanges, request) : exchanges.carryOut(request);
        };
        return new FaultProxy(StrictProxy.start(0, upstream, tls, strict, intervention), rules);
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
            case Fault.ReadResponse(Consumer<String> by) -> exchanges.forward(head, Body.AS_IT_IS, new ReadBody(by));
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

    /** Whom a client of it has to trust. */
    public TrustManager[] trust() {
        return proxy.trust();
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

    @Override
    public void close() {
        proxy.close();
    }
}
