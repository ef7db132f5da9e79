package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;

/** What goes wrong for minutes or hours. */
final class Troubles extends Participant {
    private final List<Spell> spells = new ArrayList<>();
    private final Map<Denied, Integer> denied = new HashMap<>();
    private Duration end = Duration.ZERO;

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

    record Denied(String function, FailureCause cause) {}

    Troubles(Cloud cloud) {
        super(cloud);
    }

    /** Plans some that begin before a time, many of them while an object is copied. */
    void draw(Moments moments, Duration before) {
        end = before;
        Trouble[] kinds = Trouble.values();
        int count = setup.scarce() ? 0 : setup.large() ? 1 + random.nextInt(2) : random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Trouble kind = kinds[random.nextInt(kinds.length)];
            Duration lasting = Duration.ofMinutes(
                    setup.longTrouble()
                            ? setup.survivedMinutes() * random.nextLong(setup.large() ? 3 : 8, setup.large() ? 5 : 12)
                            : random.nextLong(1, setup.survivedMinutes() / count));
            String prefix = random.nextBoolean() ? "" : setup.large() ? Owner.LARGE : "a";
            if (random.nextInt(3) > 0) {
                String key = setup.large() ? Owner.LARGE : Owner.SMALL.getFirst();
                moments.after(
                        1 + random.nextInt(random.nextBoolean() ? 3 : setup.large() ? 16 : 8),
                        Moments.copying(key),
                        () -> begin(kind, lasting, prefix));
            } else {
                time.after(Duration.ofSeconds(random.nextLong(end.toSeconds())), () -> begin(kind, lasting, prefix));
            }
        }
        if (setup.scarce()) {
            begin(Trouble.KEY_DISABLED, Duration.ofMinutes(60), "bad/");
        }
    }

    private void begin(Trouble trouble, Duration lasting, String prefix) {
        if (now().compareTo(end) < 0) {
            boolean ofKeys = trouble == Trouble.KEY_DISABLED || trouble == Trouble.SOURCE_DENIED;
            spells.add(new Spell(trouble, now(), now().plus(lasting), ofKeys ? prefix : ""));
        }
    }

    private boolean is(Trouble trouble, String key) {
        return spells.stream()
                .anyMatch(spell -> spell.trouble() == trouble
                        && key.startsWith(spell.prefix())
                        && spell.from().compareTo(now()) <= 0
                        && now().compareTo(spell.to()) < 0);
    }

    List<Spell> spells() {
        return spells;
    }

    Map<Denied, Integer> denied() {
        return denied;
    }

    /** Whether Lambda has no invocation left. */
    boolean throttleInvocation() {
        return is(Trouble.LAMBDA_THROTTLES, "") && random.nextInt(20) > 0;
    }

    /** What becomes of a request because of them, if anything. */
    Optional<Fate> fate(String process, HttpCall call) {
        boolean toTarget = call.bucket().equals(SimulatedDeployment.TARGET);
        boolean ofSource = call.bucket().equals(SimulatedDeployment.SOURCE);
        return switch (call.service()) {
            case STS ->
                is(Trouble.TRUST_REVOKED, "")
                        ? Optional.of(deny(process, FailureCause.ASSUME_ROLE_DENIED, 403, "AccessDenied"))
                        : Optional.empty();
            case S3 -> {
                if (toTarget && is(Trouble.KEY_DISABLED, call.key())) {
                    yield Optional.of(deny(process, FailureCause.ACCESS_DENIED, 400, "KMS.DisabledException"));
                }
                if (ofSource && is(Trouble.SOURCE_DENIED, call.key())) {
                    yield Optional.of(deny(process, FailureCause.ACCESS_DENIED, 403, "AccessDenied"));
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

    private Fate deny(String process, FailureCause cause, int status, String code) {
        denied.merge(new Denied(process.replaceFirst("-.*", ""), cause), 1, Integer::sum);
        return new Fate.Refused(status, code);
    }
}
