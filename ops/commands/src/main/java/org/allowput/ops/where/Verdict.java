package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.FailureCause;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.ShellWord;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.QueueState;

/**
 * Decides by what was found.
 *
 * @param logged the last line of the log about it
 * @param copy the receipt of this version's copy
 * @param receipt the last receipt of the key
 * @param execution of the workflow, the last one
 * @param dead messages of the dead-letter queue, also those of other objects
 * @param queue empty if it is not known
 * @param paused whether the function takes no messages
 */
record Verdict(
        String key,
        String target,
        SourceObject source,
        Optional<ObjectLog.Line> logged,
        Optional<Receipt> copy,
        Optional<Receipt> receipt,
        Optional<ObjectExecution> execution,
        List<DeadLetter> dead,
        Optional<QueueState> queue,
        boolean paused,
        Instant now,
        String options,
        Map<String, String> evidence) {
    /** Events arrive within seconds, and in rare cases later. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

    /** Of an object that exists and is not copied, they tell what was before. */
    private static final Set<String> OF_ANOTHER_STATE =
            Set.of(OutcomeLabel.COPIED.label(), OutcomeLabel.DELETED.label(), OutcomeLabel.GONE.label());

    Answer answer() {
        Instant copied = copied().orElse(Instant.MIN);
        Optional<DeadLetter> letter = dead.stream()
                .filter(each -> each.about(key).filter(copied::isBefore).isPresent())
                .max(Comparator.comparing(each -> each.about(key).orElseThrow()));
        if (letter.isPresent()) {
            String why = source.state().isEmpty() ? "and the object is gone" : "";
            return not("dead", why, redrive(letter.get().message().messageId()));
        }
        if (source.state().isEmpty()) {
            return gone();
        }
        if (execution.filter(ObjectExecution::isRunning).isPresent()) {
            return not("in the workflow", "", lookAgain());
        }
        String outcome = loggedOutcome().or(this::acknowledged).orElse("");
        if (logged.filter(line -> line.is(OutcomeLabel.FAILED) && line.time().isAfter(copied))
                .isPresent()) {
            String cause = logged.orElseThrow().text(LogField.CAUSE);
            return not("failing", "with " + cause, paused ? "bin/resume" + options : readAbout(cause));
        }
        if (copied.isAfter(Instant.MIN)) {
            return new Answer(key, "copied", false, "→ " + target + " at " + copied + by(), evidence, "nothing to do");
        }
        if (outcome.equals(OutcomeLabel.EXISTING.label()) || outcome.equals(OutcomeLabel.SKIPPED.label())) {
            return new Answer(key, outcome, false, "", evidence, "nothing to do");
        }
        boolean handedOver = outcome.equals(OutcomeLabel.HANDED_OVER.label());
        if (!outcome.isEmpty() && !OF_ANOTHER_STATE.contains(outcome) && !(handedOver && execution.isPresent())) {
            return not(
                    outcome,
                    "",
                    handedOver ? lookAgain() : "docs/nothing-arrives.md#3-what-did-the-function-do-with-the-object");
        }
        String older = receipt.flatMap(each -> Optional.ofNullable(each.version()))
                .map(version ->
                        "in its newest version; an older one is copied, last modified " + version.lastModified())
                .orElse("");
        if (mayWait()) {
            String what = older.isEmpty() ? "its event is on its way or in the queue" : older;
            return not(
                    "waiting",
                    what,
                    paused
                            ? "bin/resume" + options
                            : "wait; bin/status%s shows whether messages are taken".formatted(options));
        }
        return not("not copied", older.isEmpty() ? "as far as is known" : older, byHand());
    }

    private Answer not(String verdict, String what, String next) {
        return new Answer(key, verdict, true, what, evidence, next);
    }

    /** What is known about a key without an object. */
    private Answer gone() {
        // The log does not have what the workflow did.
        String last = acknowledged().or(this::loggedOutcome).orElse("");
        boolean deleted = last.equals(OutcomeLabel.DELETED.label());
        boolean done = deleted || last.equals(OutcomeLabel.COPIED.label());
        String what = last.isEmpty()
                ? "and neither log nor receipts name it"
                : deleted ? "and its copy is deleted" : done ? "after it was copied" : "before its copy was confirmed";
        return new Answer(
                key,
                "gone",
                !done,
                what,
                evidence,
                done ? "nothing to do" : "check the key; docs/operations.md#objects-gone");
    }

    private Optional<String> loggedOutcome() {
        return logged.map(ObjectLog.Line::outcome);
    }

    /** As the log would name it. */
    private Optional<String> acknowledged() {
        return receipt.map(each -> each.outcome().name().toLowerCase(Locale.ROOT));
    }

    /** When this version was copied: by the receipt, or else as far as log and workflow tell. */
    private Optional<Instant> copied() {
        return copy.map(Receipt::acknowledged)
                .or(() -> receipt.isPresent()
                        ? Optional.empty()
                        : logged.filter(line -> line.is(OutcomeLabel.COPIED)).map(ObjectLog.Line::time))
                .or(() -> source.state().isEmpty() ? Optional.empty() : execution.flatMap(ObjectExecution::succeeded));
    }

    private String by() {
        return copy.isPresent()
                ? ""
                : logged.filter(line -> line.is(OutcomeLabel.COPIED)).isPresent()
                        ? ", by the log, which does not state the version"
                        : ", by the workflow";
    }

    /** Whether the queue can hold a message about the last change, which is as old as the change or younger. */
    private boolean mayWait() {
        Duration age = Duration.between(source.lastModified().orElse(now), now);
        return age.compareTo(ON_ITS_WAY) < 0
                || queue.filter(state -> !state.isEmpty()
                                && state.oldest()
                                        .filter(oldest ->
                                                oldest.plus(QueueState.LATELY).compareTo(age) < 0)
                                        .isEmpty())
                        .isPresent();
    }

    private String lookAgain() {
        return "wait; then bin/where%s%s %s".formatted(options, key.startsWith("-") ? " --" : "", ShellWord.of(key));
    }

    private String redrive(String messageId) {
        return "remove the cause (docs/operations.md#dead-letters), then bin/redrive%s --only %s"
                .formatted(options, ShellWord.of(messageId));
    }

    /** By hand, as no message is left that does it. */
    private String byHand() {
        return "bin/event%s --key=%s > event.json, and invoke the function with it: docs/commands.md#event"
                .formatted(options, ShellWord.of(key));
    }

    private String readAbout(String cause) {
        String section = cause.equals(FailureCause.ACCESS_DENIED.label())
                ? "access-denied"
                : cause.equals(FailureCause.ASSUME_ROLE_DENIED.label()) ? "assume-role-denied" : "dead-letters";
        return "docs/operations.md#%s; it is tried again".formatted(section);
    }
}
