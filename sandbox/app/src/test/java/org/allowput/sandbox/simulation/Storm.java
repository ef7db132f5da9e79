package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Faults at random: single ones, and troubles that last for hours. All are over at a known time. */
final class Storm extends Participant {
    private static final Set<String> BYTES = Set.of("GetObject", "PutObject", "UploadPart");

    /** What makes the target another. */
    private static final Set<String> VISIBLE = Set.of("PutObject", "CompleteMultipartUpload", "DeleteObject");

    /** What may take effect minutes after its client has given it up. */
    private static final Set<String> LATE = Set.of("CompleteMultipartUpload", "DeleteObject");

    private static final Set<String> WRITES = Set.of(
            "PutObject", "CompleteMultipartUpload", "DeleteObject", "UploadPart", "SendMessage", "SendMessageBatch");

    /** The last of the kinds of single faults. */
    private static final int UNANSWERED = 8;

    private final double single;
    private final double deaths;
    private final Duration end;
    /** Of a run. */
    private int singles = 40;

    private int kills = 6;
    private int bits = 3;
    private final Troubles troubles;
    /** Until when S3 goes on with the completion of an upload, and answers to no other. */
    private final Map<String, Duration> completing = new HashMap<>();
    /** How often the function sent messages to the queue again. */
    private int sentAgain;

    private BiConsumer<String, Duration> late = (key, within) -> {};

    /** A storm of some strength until a time, with some troubles, of which many begin while an object is copied. */
    Storm(Cloud cloud, Moments moments, Duration end) {
        super(cloud);
        this.end = end;
        this.troubles = new Troubles(cloud);
        this.single = setup.scarce() ? 0 : random.nextDouble() * 0.15;
        this.deaths = setup.scarce() ? 0 : random.nextDouble() * 0.1;
        troubles.draw(moments, end);
    }

    /** Called when something about an object with that key takes effect so late. */
    void whenLate(BiConsumer<String, Duration> action) {
        late = action;
    }

    Troubles troubles() {
        return troubles;
    }

    private boolean isOver() {
        return now().compareTo(end) >= 0;
    }

    Fate fate(String process, HttpCall call) {
        Optional<Fate> lasting = troubles.fate(process, call);
        if (lasting.isPresent()) {
            return lasting.get();
        }
        boolean ofObject = Moments.copying(call.key()).test(call) && !call.key().isEmpty();
        if (setup.bitErrors() && ofObject && BYTES.contains(call.operation()) && !isOver()) {
            if (bits > 0 && random.nextInt(10) == 0) {
                bits--;
                return new Fate.Changed();
            }
        }
        boolean changes = ofObject && VISIBLE.contains(call.operation());
        boolean completes = call.operation().equals("CompleteMultipartUpload");
        Duration left = completes
                ? completing.getOrDefault(call.upload(), Duration.ZERO).minus(now())
                : Duration.ZERO;
        if (left.isPositive()) {
            // Of some uploads the same client gets another answer meanwhile.
            return call.upload().hashCode() % 2 == 0 ? new Fate.Refused(503, "SlowDown") : new Fate.Unanswered(left);
        }
        if (call.operation().equals("SendMessageBatch") && answersLate()) {
            return new Fate.Unanswered(Duration.ofSeconds(1));
        }
        if (isOver() || singles == 0 || random.nextDouble() >= (changes ? 3 * single : single)) {
            return new Fate.Answered();
        }
        singles--;
        boolean toS3 = call.service() == HttpCall.Service.S3;
        return switch (changes && random.nextBoolean() ? UNANSWERED : random.nextInt(UNANSWERED + 1)) {
            case 0 -> new Fate.Refused(500, toS3 ? "InternalError" : "InternalFailure");
            case 1 -> new Fate.Refused(503, "SlowDown");
            case 2 -> new Fate.Lost();
            case 3 -> new Fate.Refused(call.service() == HttpCall.Service.STS ? 403 : 400, "ExpiredToken");
            case 4 -> toS3 ? new Fate.Broken() : new Fate.Lost();
            case 5 -> ofObject ? new Fate.Refused(400, "KMS.InternalException") : new Fate.Lost();
            case 6 -> ofObject ? new Fate.OutOfMemory() : new Fate.Lost();
            case 7 -> {
                Duration time = late(ofObject, call, Duration.ofMillis(random.nextInt(10_000)));
                yield new Fate.Slow(time);
            }
            default -> {
                Duration time = late(ofObject, call, lateness(call));
                if (completes) {
                    completing.put(call.upload(), now().plus(time));
                }
                yield new Fate.Unanswered(time);
            }
        };
    }

    /** Counted, not drawn: the rest of a seed's run stays what it was. */
    private boolean answersLate() {
        return !isOver() && setup.lateAnswers() > 0 && sentAgain++ % (100 / setup.lateAnswers()) == 0;
    }

    private Duration late(boolean ofObject, HttpCall call, Duration time) {
        if (ofObject) {
            late.accept(call.key(), time);
        }
        return time;
    }

    /**
     * A request whose client is still there takes effect before the client gives it up. S3 may go on with the
     * completion of an upload for minutes, and a deletion may be held up as long on its way.
     */
    private Duration lateness(HttpCall call) {
        return LATE.contains(call.operation())
                ? Duration.ofSeconds(random.nextInt(600))
                : Duration.ofMillis(random.nextInt(5000));
    }

    /** All that a worker has sent arrives before its message returns, 30 seconds after the function's timeout. */
    Optional<Duration> effectAfterDeath(HttpCall call) {
        return WRITES.contains(call.operation()) && random.nextBoolean()
                ? Optional.of(Duration.ofSeconds(random.nextInt(25)))
                : Optional.empty();
    }

    /** How long after the beginning of an invocation its environment is killed, if it is. */
    Optional<Duration> death() {
        return !isOver() && random.nextDouble() < deaths && kills-- > 0
                ? Optional.of(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 300)))
                : Optional.empty();
    }

    /** Whether Lambda itself refuses an invocation, with that error. */
    Optional<String> invocationError() {
        return troubles.throttleInvocation() ? Optional.of(SimulatedLambda.THROTTLED) : Optional.empty();
    }
}
