package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.cli.Program;
import org.allowput.ops.cli.ShellWord;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Decides by what was found.
 *
 * @param source empty if the object is gone
 * @param endings of events about this version of the object, or about any if it is gone
 * @param deadLetter the last message of the dead-letter queue about the object
 */
record Verdict(
        String key,
        String target,
        Optional<HeadObjectResponse> source,
        List<Ending> endings,
        Optional<ObjectExecution> execution,
        Optional<DeadLetter> deadLetter,
        Instant now,
        String options,
        Map<String, String> evidence) {
    /** Events arrive within seconds, and in rare cases later. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

    Answer answer() {
        Optional<Instant> copied = endings.stream()
                .filter(each -> each.is(OutcomeLabel.COPIED))
                .map(Ending::time)
                .max(Comparator.naturalOrder())
                .or(() -> execution.flatMap(ObjectExecution::succeeded));
        Optional<DeadLetter> letter = deadLetter.filter(
                each -> copied.filter(each.about(key).orElseThrow()::isBefore).isEmpty());
        Optional<Ending> last = Ending.last(endings);
        String outcome = last.map(Ending::outcome).orElse("");
        if (letter.isPresent()) {
            return not("dead", source.isPresent() ? "" : "and the object is gone", redrive(letter.get()));
        }
        if (source.isEmpty()) {
            return gone(outcome);
        }
        if (execution.filter(ObjectExecution::isRunning).isPresent()) {
            return not("in the workflow", "", lookAgain());
        }
        if (copied.isPresent() && !outcome.equals(OutcomeLabel.FAILED.label())) {
            return done("copied", "→ " + target + " at " + copied.get());
        }
        return switch (OutcomeLabel.of(outcome).orElse(null)) {
            case null -> unknown();
            case FAILED -> not("failing", "and tried again", "docs/on-call.md#dead-letters, by the cause");
            case EXISTING, SKIPPED -> done(outcome, "");
            case HANDED_OVER -> not(outcome, "", lookAgain());
            default -> not(outcome, "", "docs/on-call.md#what-the-function-did");
        };
    }

    private Answer done(String verdict, String what) {
        return new Answer(key, verdict, false, what, evidence, "nothing to do");
    }

    private Answer not(String verdict, String what, String next) {
        return new Answer(key, verdict, true, what, evidence, next);
    }

    private Answer gone(String outcome) {
        boolean isDone = outcome.equals(OutcomeLabel.DELETED.label()) || outcome.equals(OutcomeLabel.COPIED.label());
        return isDone
                ? done("gone", "its last outcome is " + outcome)
                : not(
                        "gone",
                        outcome.isEmpty() ? "and neither log nor receipts name it" : "its last outcome is " + outcome,
                        "check the key; docs/on-call.md#objects-gone");
    }

    /**
     * Where nothing says how this version ended. SQS cannot search the queue.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">The time of an object
     *     that was uploaded in parts is when its upload began</a>
     */
    private Answer unknown() {
        HeadObjectResponse object = source.orElseThrow();
        boolean inParts = object.eTag().contains("-");
        if (!inParts && object.lastModified().plus(ON_ITS_WAY).isAfter(now)) {
            return not("waiting", "its event is on its way or in the queue", lookAgain());
        }
        return not(
                "not copied",
                "as far as is known"
                        + (inParts ? "; its age decides nothing, as that is of the upload's beginning" : ""),
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
