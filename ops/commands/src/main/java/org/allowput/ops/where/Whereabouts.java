package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.ops.cli.Operations;

/**
 * The place of an object on its way from the source bucket to the target bucket. {@link #describe} has what an operator
 * reads and types next.
 */
sealed interface Whereabouts {
    /** Events arrive within seconds, and in rare cases later. */
    Duration EVENT_IS_ON_ITS_WAY = Duration.ofMinutes(5);

    /** A key rule leaves it out. */
    record Excluded() implements Whereabouts {}

    /** A message in the dead-letter queue names it, for a later event than the one of its copy. */
    record DeadLetter(String messageId, boolean sourceIsGone) implements Whereabouts {}

    /** The source bucket does not have it. */
    record Gone(Optional<String> lastOutcome) implements Whereabouts {}

    /** The workflow for large objects copies it. */
    record InWorkflow() implements Whereabouts {}

    /** The target has a copy of the version that the source bucket has now. */
    record Copied(String target, Instant at) implements Whereabouts {}

    /** The version that the source bucket has now was copied, and replaced or deleted in the target since. */
    record Stale(Instant copiedAt, String followedBy) implements Whereabouts {}

    /** The last event about it ended otherwise. */
    record Ended(String outcome) implements Whereabouts {}

    /** Nothing states a copy, and the object is so young that its event may still arrive. */
    record Waiting() implements Whereabouts {}

    /** Nothing states a copy. */
    record NotCopied(boolean isInParts) implements Whereabouts {}

    /** What is printed: a verdict of a word or a few, details, and what to do. */
    record Description(String verdict, String details, String next, boolean needsAttention) {}

    /** Decides by the evidence. What is skipped says how the object is only where nothing else does. */
    static Whereabouts of(ObjectEvidence evidence) {
        Optional<String> outcome = evidence.last().map(Ending::outcome);
        boolean isFailed =
                evidence.last().filter(last -> last.is(OutcomeLabel.FAILED)).isPresent();
        boolean isWorkflow = evidence.last()
                .filter(last -> last.is(OutcomeLabel.WORKFLOW_STARTED))
                .isPresent();
        if (evidence.rule().isPresent()) {
            return new Excluded();
        }
        Optional<ObjectEvidence.Letter> letter = evidence.letter()
                .filter(each ->
                        !evidence.copy().at().filter(each.happened()::isBefore).isPresent());
        if (letter.isPresent()) {
            return new DeadLetter(letter.get().messageId(), evidence.source().isEmpty());
        }
        if (evidence.source().isEmpty()) {
            return new Gone(outcome);
        }
        if (isWorkflow
                && evidence.execution()
                        .filter(ObjectEvidence.Execution::isRunning)
                        .isPresent()) {
            return new InWorkflow();
        }
        if (!isFailed && evidence.copy() instanceof ObjectEvidence.Copy.Current(Instant at)) {
            return new Copied(evidence.target(), at);
        }
        if (!isFailed && evidence.copy() instanceof ObjectEvidence.Copy.Replaced(Instant at, String followedBy)) {
            return new Stale(at, followedBy);
        }
        if (outcome.isPresent()) {
            return new Ended(outcome.get());
        }
        SourceVersion source = evidence.source().get();
        return !source.isInParts()
                        && source.lastModified().isAfter(evidence.now().minus(EVENT_IS_ON_ITS_WAY))
                ? new Waiting()
                : new NotCopied(source.isInParts());
    }

    /**
     * Says it in words.
     *
     * @param options of the stack, as they were typed
     * @param key as a shell reads it
     */
    default Description describe(String options, String key) {
        String copy = Operations.typed("event") + options + " --send " + key + " copies it now; "
                + Operations.typed("status") + options + " shows what waits";
        String wait = "wait; then " + Operations.typed("where") + options + " " + key;
        String check = "check the key; docs/on-call.md#objects-gone";
        String nothing = "nothing to do";
        return switch (this) {
            case Excluded() ->
                new Description(
                        "excluded", "", "nothing, unless it is to be copied: docs/settings.md#key-rules", false);
            case DeadLetter(String messageId, boolean sourceIsGone) ->
                new Description(
                        "dead",
                        sourceIsGone ? "and the object is gone" : "",
                        "remove the cause (docs/on-call.md#dead-letters), then " + Operations.typed("redrive") + options
                                + " --only " + messageId,
                        true);
            case Gone(Optional<String> outcome)
            when outcome.isEmpty() -> new Description("gone", "and neither log nor receipts name it", check, true);
            case Gone(Optional<String> outcome) -> {
                boolean isExpected = outcome.stream()
                        .anyMatch(label -> label.equals(OutcomeLabel.DELETED.label())
                                || label.equals(OutcomeLabel.COPIED.label()));
                yield new Description(
                        "gone", "its last outcome is " + outcome.get(), isExpected ? nothing : check, !isExpected);
            }
            case InWorkflow() -> new Description("in the workflow", "", wait, true);
            case Copied(String target, Instant at) ->
                new Description("copied", "→ " + target + " at " + Ending.second(at), nothing, false);
            case Stale(Instant copiedAt, String followedBy) ->
                new Description(
                        "stale",
                        "its copy of " + Ending.second(copiedAt) + " was followed by " + followedBy,
                        copy,
                        true);
            case Ended(String outcome)
            when outcome.equals(OutcomeLabel.WORKFLOW_STARTED.label()) -> new Description(outcome, "", wait, true);
            case Ended(String outcome)
            when outcome.equals(OutcomeLabel.EXISTING.label()) || outcome.equals(OutcomeLabel.SKIPPED.label()) ->
                new Description(outcome, "", nothing, false);
            case Ended(String outcome)
            when outcome.equals(OutcomeLabel.FAILED.label()) ->
                new Description("failing", "and tried again", "docs/on-call.md#dead-letters, by the cause", true);
            case Ended(String outcome) -> new Description(outcome, "", "docs/on-call.md#what-the-function-did", true);
            case Waiting() -> new Description("waiting", "its event is on its way or in the queue", wait, true);
            case NotCopied(boolean isInParts) ->
                new Description(
                        "not copied",
                        "as far as is known"
                                + (isInParts ? "; its age decides nothing, as that is of the upload's beginning" : ""),
                        copy,
                        true);
        };
    }
}
