package org.allowput.sandbox.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.sandbox.deployed.Secrets;

/**
 * The faults of the function's requests: one episode after the other, each a number of requests long, in an order that
 * a seed determines; every kind comes before one comes again. Always records which credentials STS issues.
 */
final class FaultInjector implements Function<ProxiedRequest, Optional<Fault>> {
    private static final int REQUESTS_AN_EPISODE = 60;
    private static final long LATE_NANOS = 300_000_000;

    enum Episode {
        CALM("none"),
        THROTTLED("S3 answered 503 SlowDown"),
        CUT("connection cut before, within or after a request"),
        KILLED("environment killed between two requests"),
        KILLED_ON_THE_WAY("all environments killed with a PUT on its way, which arrived late");

        final String label;

        Episode(String label) {
            this.label = label;
        }
    }

    private final Random random;
    private final Environments environments;
    private final Secrets secrets;
    private final Map<Episode, Integer> faults = new EnumMap<>(Episode.class);
    private final List<Episode> toCome = new ArrayList<>();
    private Episode now = Episode.CALM;
    private int left;
    private boolean raging;
    private boolean killing;

    FaultInjector(long seed, Environments environments, Secrets secrets) {
        this.random = new Random(seed);
        this.environments = environments;
        this.secrets = secrets;
    }

    synchronized void begin() {
        raging = true;
    }

    synchronized void end() {
        raging = false;
    }

    /** How many requests suffered it, by kind. */
    synchronized Map<Episode, Integer> faults() {
        return new EnumMap<>(faults);
    }

    @Override
    public synchronized Optional<Fault> apply(ProxiedRequest request) {
        if (raging && left-- <= 0) {
            next();
        }
        if (request.operation() == Operation.STS) {
            return Optional.of(new Fault.ReadResponse(secrets::addThoseIn));
        }
        Optional<Fault> fault = raging ? inEpisode(request) : Optional.<Fault>empty();
        fault.ifPresent(one -> faults.merge(now, 1, Integer::sum));
        return fault;
    }

    private Optional<Fault> inEpisode(ProxiedRequest request) {
        return switch (now) {
            case CALM -> Optional.empty();
            case THROTTLED -> when(random.nextInt(10) < 6, new Fault.Answer(503, "SlowDown"));
            case CUT -> random.nextInt(10) < 7 ? Optional.of(cut(request)) : Optional.empty();
            case KILLED -> once(random.nextInt(10) == 0, environments::killOne);
            case KILLED_ON_THE_WAY ->
                once(puts(request), () -> {
                    environments.killAll();
                    LockSupport.parkNanos(LATE_NANOS);
                });
        };
    }

    private void next() {
        if (toCome.isEmpty()) {
            toCome.addAll(List.of(Episode.values()));
            Collections.shuffle(toCome, random);
        }
        now = toCome.removeLast();
        left = REQUESTS_AN_EPISODE;
        killing = true;
    }

    private Fault cut(ProxiedRequest request) {
        Long length = request.header("Content-Length").map(Long::parseLong).orElse(0L);
        if (request.operation() == Operation.GET && random.nextBoolean()) {
            return new Fault.CutResponse(random.nextInt(1000));
        }
        return switch (random.nextInt(length > 0 ? 3 : 2)) {
            case 0 -> new Fault.DropBefore();
            case 1 -> new Fault.DropAfter();
            default -> new Fault.CutRequest(random.nextLong(length));
        };
    }

    private Optional<Fault> once(boolean condition, Runnable event) {
        boolean now = killing && condition;
        killing &= !condition;
        return when(now, new Fault.RunFirst(event));
    }

    private static boolean puts(ProxiedRequest request) {
        return switch (request.operation()) {
            case PUT, PUT_PART, COMPLETE_UPLOAD -> true;
            default -> false;
        };
    }

    private static Optional<Fault> when(boolean condition, Fault fault) {
        return condition ? Optional.of(fault) : Optional.empty();
    }
}
