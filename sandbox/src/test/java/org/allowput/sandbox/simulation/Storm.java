package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.HttpCall;
import org.allowput.sandbox.simulation.aws.Weather;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** Faults at random: single ones, and troubles that last for hours. All are over at a known time. */
final class Storm implements Weather {
    private static final Set<String> WRITES = Set.of(
            "PutObject", "CompleteMultipartUpload", "DeleteObject", "UploadPart", "SendMessage", "SendMessageBatch");

    private final VirtualTime time;
    private final RandomGenerator random;
    private final double single;
    private final double deaths;
    private final Duration end;
    /** Messages that are sent again and again multiply, if often no answer arrives. */
    private int singles = 40;

    private int kills = 6;
    private final List<Spell> spells = new ArrayList<>();

    /** What goes wrong for some time. */
    enum Trouble {
        TRUST_REVOKED,
        KEY_DISABLED,
        SOURCE_DENIED,
        S3_THROTTLES,
        SQS_DOWN,
        OWN_CREDENTIALS,
        WORKFLOW_DENIED,
        LAMBDA_THROTTLES
    }

    /** @param prefix of the keys concerned, where the trouble concerns keys */
    record Spell(Trouble trouble, Duration from, Duration to, String prefix) {}

    /**
     * Faults until a time.
     *
     * @param single the probability that one request fails
     * @param deaths the probability that an environment dies in an invocation
     */
    Storm(VirtualTime time, RandomGenerator random, double single, double deaths, Duration end) {
        this.time = time;
        this.random = random;
        this.single = single;
        this.deaths = deaths;
        this.end = end;
    }

    /** A storm of some strength, with some troubles. */
    static Storm draw(Cloud cloud, Setup setup, Duration end) {
        RandomGenerator random = cloud.random();
        Storm storm = new Storm(
                cloud.time(),
                random,
                setup.scarce() ? 0 : random.nextDouble() * 0.15,
                setup.scarce() ? 0 : random.nextDouble() * 0.1,
                end);
        Trouble[] kinds = Trouble.values();
        for (int i = setup.scarce() ? 0 : random.nextInt(3); i > 0; i--) {
            Duration from = Duration.ofSeconds(random.nextLong(end.toSeconds()));
            Duration lasting = setup.longTrouble()
                    ? Duration.ofMinutes(setup.survivedMinutes() * random.nextLong(8, 12))
                    : Duration.ofMinutes(random.nextLong(1, setup.survivedMinutes()));
            storm.spells.add(new Spell(
                    kinds[random.nextInt(kinds.length)], from, from.plus(lasting), random.nextBoolean() ? "" : "a"));
        }
        if (setup.scarce()) {
            storm.spells.add(new Spell(Trouble.KEY_DISABLED, Duration.ZERO, Duration.ofMinutes(60), "bad/"));
        }
        return storm;
    }

    private boolean isOver() {
        return now().compareTo(end) >= 0;
    }

    private Duration now() {
        return Duration.ofNanos(time.nanoTime());
    }

    private boolean is(Trouble trouble, String key) {
        return spells.stream()
                .anyMatch(spell -> spell.trouble() == trouble
                        && key.startsWith(spell.prefix())
                        && spell.from().compareTo(now()) <= 0
                        && now().compareTo(spell.to()) < 0);
    }

    @Override
    public Fate fate(HttpCall call) {
        Optional<Fate> lasting = lasting(call);
        if (lasting.isPresent()) {
            return lasting.get();
        }
        if (isOver() || singles == 0 || random.nextDouble() >= single) {
            return new Fate.Answered();
        }
        singles--;
        return switch (random.nextInt(5)) {
            case 0 ->
                new Fate.Refused(500, call.service() == HttpCall.Service.S3 ? "InternalError" : "InternalFailure");
            case 1 -> new Fate.Refused(503, "SlowDown");
            case 2 -> new Fate.Lost();
            case 3 -> new Fate.Refused(call.service() == HttpCall.Service.STS ? 403 : 400, "ExpiredToken");
            default -> new Fate.Unanswered(lateness(call));
        };
    }

    private Optional<Fate> lasting(HttpCall call) {
        boolean toTarget = call.bucket().equals(Deployment.TARGET);
        boolean ofSource = call.bucket().equals(Deployment.SOURCE);
        return switch (call.service()) {
            case STS ->
                is(Trouble.TRUST_REVOKED, "") ? Optional.of(new Fate.Refused(403, "AccessDenied")) : Optional.empty();
            case S3 -> {
                if (toTarget && is(Trouble.KEY_DISABLED, call.key())) {
                    yield Optional.of(new Fate.Refused(400, "KMS.DisabledException"));
                }
                if (ofSource && is(Trouble.SOURCE_DENIED, call.key())) {
                    yield Optional.of(new Fate.Refused(403, "AccessDenied"));
                }
                if (!toTarget && is(Trouble.OWN_CREDENTIALS, "")) {
                    yield Optional.of(new Fate.Refused(400, "ExpiredToken"));
                }
                yield is(Trouble.S3_THROTTLES, "") && random.nextInt(10) < 9
                        ? Optional.of(new Fate.Refused(503, "SlowDown"))
                        : Optional.empty();
            }
            case SQS ->
                is(Trouble.SQS_DOWN, "") ? Optional.of(new Fate.Refused(500, "InternalFailure")) : Optional.empty();
            case STATES ->
                is(Trouble.WORKFLOW_DENIED, "")
                        ? Optional.of(new Fate.Refused(400, "ExpiredTokenException"))
                        : Optional.empty();
        };
    }

    /**
     * A request whose client is still there takes effect before the client gives it up, but for the completion of an
     * upload, which S3 may go on with for minutes.
     */
    private Duration lateness(HttpCall call) {
        return call.operation().equals("CompleteMultipartUpload") && random.nextBoolean()
                ? Duration.ofSeconds(random.nextInt(600))
                : Duration.ofMillis(random.nextInt(5000));
    }

    /** All that a worker has sent arrives before its message returns, 30 seconds after the function's timeout. */
    @Override
    public Optional<Duration> effectAfterDeath(HttpCall call) {
        return WRITES.contains(call.operation()) && random.nextBoolean()
                ? Optional.of(Duration.ofSeconds(random.nextInt(25)))
                : Optional.empty();
    }

    @Override
    public Optional<Duration> death() {
        return !isOver() && random.nextDouble() < deaths && kills-- > 0
                ? Optional.of(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 300)))
                : Optional.empty();
    }

    @Override
    public Optional<String> invocationError() {
        return is(Trouble.LAMBDA_THROTTLES, "") && random.nextInt(4) > 0
                ? Optional.of("Lambda.TooManyRequestsException")
                : Optional.empty();
    }
}
