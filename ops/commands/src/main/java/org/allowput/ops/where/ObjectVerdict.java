package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.cli.Program;
import org.allowput.ops.cli.ShellWord;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Decides by what is found.
 *
 * @param options to be typed with the next command
 */
record ObjectVerdict(ObjectEvidence evidence, String key, Instant now, String options) {
    /** Events arrive within seconds, and in rare cases later. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

    private static final Duration DAY = Duration.ofDays(1);

    /** @param since when log and receipts are read from, if somebody has chosen it */
    ObjectAnswer answer(Optional<Instant> since) {
        boolean excluded = evidence.exclusion(Optional.empty()).isPresent();
        Optional<HeadObjectResponse> source = excluded ? Optional.empty() : evidence.source();
        if (excluded || source.flatMap(head -> evidence.exclusion(source)).isPresent()) {
            return answer("excluded", false, "", "nothing, unless it is to be copied: docs/settings.md#key-rules");
        }
        Optional<Instant> changed = source.map(HeadObjectResponse::lastModified);
        Instant from = since.filter(time -> changed.filter(time::isBefore).isEmpty())
                .or(() -> changed)
                .orElse(now.minus(DAY));
        List<ObjectEnding> endings = evidence.endings(source, from);
        Optional<ObjectExecution> execution = evidence.execution(endings);
        Optional<Instant> copied = endings.stream()
                .filter(each -> each.is(OutcomeLabel.COPIED))
                .map(ObjectEnding::time)
                .max(Comparator.naturalOrder())
                .or(() -> execution.flatMap(ObjectExecution::succeeded));
        Optional<DeadLetter> letter = evidence.deadLetter()
                .filter(each ->
                        copied.filter(each.about(key).orElseThrow()::isBefore).isEmpty());
        String outcome = ObjectEnding.last(endings).map(ObjectEnding::outcome).orElse("");
        if (letter.isPresent()) {
            return not("dead", source.isPresent() ? "" : "and the object is gone", redrive(letter.get()));
        }
        if (source.isEmpty()) {
            return gone(outcome);
        }
        boolean handedOver = outcome.equals(OutcomeLabel.HANDED_OVER.label());
        if (handedOver && execution.filter(ObjectExecution::isRunning).isPresent()) {
            return not("in the workflow", "", lookAgain());
        }
        if (copied.isPresent() && !outcome.equals(OutcomeLabel.FAILED.label())) {
            return done("copied", "→ " + evidence.target() + " at " + copied.get());
        }
        return switch (OutcomeLabel.of(outcome).orElse(null)) {
            case null -> unknown(source.get());
            case FAILED -> not("failing", "and tried again", "docs/on-call.md#dead-letters, by the cause");
            case EXISTING, SKIPPED -> done(outcome, "");
            case HANDED_OVER -> not(outcome, "", lookAgain());
            default -> not(outcome, "", "docs/on-call.md#what-the-function-did");
        };
    }

    private ObjectAnswer done(String verdict, String what) {
        return answer(verdict, false, what, "nothing to do");
    }

    private ObjectAnswer not(String verdict, String what, String next) {
        return answer(verdict, true, what, next);
    }

    private ObjectAnswer answer(String verdict, boolean needsAttention, String what, String next) {
        return new ObjectAnswer(key, verdict, needsAttention, what, evidence.texts(), next);
    }

    private ObjectAnswer gone(String outcome) {
        if (outcome.equals(OutcomeLabel.DELETED.label()) || outcome.equals(OutcomeLabel.COPIED.label())) {
            return done("gone", "its last outcome is " + outcome);
        }
        String what = outcome.isEmpty() ? "and neither log nor receipts name it" : "its last outcome is " + outcome;
        return not("gone", what, "check the key; docs/on-call.md#objects-gone");
    }

    /**
     * Where nothing says how this version ended. SQS cannot search the queue.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">The time of an object
     *     that was uploaded in parts is when its upload began</a>
     */
    private ObjectAnswer unknown(HeadObjectResponse object) {
        boolean inParts = object.eTag().contains("-");
        if (!inParts && object.lastModified().plus(ON_ITS_WAY).isAfter(now)) {
            return not("waiting", "its event is on its way or in the queue", lookAgain());
        }
        String parts = inParts ? "; its age decides nothing, as that is of the upload's beginning" : "";
        return not(
                "not copied",
                "as far as is known" + parts,
                "%s%s --send %s copies it now; %s%s shows what waits"
                        .formatted(Program.command("event"), options, word(), Program.command("status"), options));
    }

    private String lookAgain() {
        return "wait; then %s%s %s".formatted(Program.command("where"), options, word());
    }

    private String word() {
        return (key.startsWith("-") ? "-- " : "") + ShellWord.of(key);
    }

    private String redrive(DeadLetter letter) {
        return "remove the cause (docs/on-call.md#dead-letters), then %s%s --only %s"
                .formatted(
                        Program.command("redrive"),
                        options,
                        ShellWord.of(letter.message().messageId()));
    }
}
