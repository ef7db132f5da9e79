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
import org.jspecify.annotations.Nullable;

/**
 * The faults of the function's requests: one episode after the other, each a number of requests long, in an order that
 * a seed determines; every kind comes before one comes again.
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
    private final SoakDeployment deployment;
    private final Map<Episode, Integer> faults = new EnumMap<>(Episode.class);
    private final List<Episode> toCome = new ArrayList<>();
    private Episode now = Episode.CALM;
    private int left;
    /** Environments are killed once per episode. */
    private boolean killing;

    FaultInjector(long seed, SoakDeployment deployment) {
        this.random = new Random(seed);
        this.deployment = deployment;
    }

    synchronized Map<Episode, Integer> faults() {
        return new EnumMap<>(faults);
    }

    @Override
    public synchronized Optional<Fault> apply(ProxiedRequest request) {
        if (left-- <= 0) {
            next();
        }
        Optional<Fault> fault =
                request.operation() == Operation.STS ? Optional.empty() : Optional.ofNullable(inEpisode(request));
        fault.ifPresent(one -> faults.merge(now, 1, Integer::sum));
        return fault;
    }

    private @Nullable Fault inEpisode(ProxiedRequest request) {
        return switch (now) {
            case CALM -> null;
            case THROTTLED -> random.nextInt(10) < 6 ? new Fault.Answer(503, "SlowDown") : null;
            case CUT -> random.nextInt(10) < 7 ? cut(request) : null;
            case KILLED ->
                kill(random.nextInt(10) == 0, () -> deployment.kill(all -> all.get(random.nextInt(all.size()))));
            case KILLED_ON_THE_WAY ->
                kill(puts(request), () -> {
                    deployment.killAll();
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

    private @Nullable Fault kill(boolean condition, Runnable event) {
        if (!killing || !condition) {
            return null;
        }
        killing = false;
        return new Fault.RunFirst(event);
    }

    private static boolean puts(ProxiedRequest request) {
        return switch (request.operation()) {
            case PUT, PUT_PART, COMPLETE_UPLOAD -> true;
            default -> false;
        };
    }
}
