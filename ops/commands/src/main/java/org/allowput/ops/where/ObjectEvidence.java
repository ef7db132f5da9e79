package org.allowput.ops.where;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.ops.cli.Output;

/**
 * All that is known of one object.
 *
 * @param target the address to which it is copied by today's rules
 * @param rule that leaves it out; then log, receipts and the dead-letter queue are not read
 * @param since log and receipts are read from then on
 * @param log what the function's log says of this version
 * @param isLogComplete whether the log was read to its end
 * @param receipts what receipts say of this version; empty if they were not read
 */
record ObjectEvidence(
        Instant now,
        String target,
        Optional<SourceVersion> source,
        Optional<String> rule,
        Instant since,
        List<Ending> log,
        boolean isLogComplete,
        Optional<List<Ending>> receipts,
        Optional<Execution> execution,
        Optional<Letter> letter,
        Copy copy) {
    /** An object that a key rule leaves out. */
    static ObjectEvidence excluded(Instant now, String target, Optional<SourceVersion> source, String rule) {
        return new ObjectEvidence(
                now,
                target,
                source,
                Optional.of(rule),
                now,
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Copy.Unknown());
    }

    /** What the query {@code history}, which {@code bin/reconcile} asks as well, says of copies of this version. */
    sealed interface Copy {
        /** The target has it. */
        record Current(Instant time) implements Copy {}

        /** It was copied, and is no longer in the target since. */
        record Replaced(Instant time, String followedBy) implements Copy {}

        /** Nothing states one. */
        record Unknown() implements Copy {}

        /** When the copy that the target has was acknowledged. */
        default Optional<Instant> at() {
            return this instanceof Current(Instant time) ? Optional.of(time) : Optional.empty();
        }
    }

    /**
     * The execution of the workflow that was started last.
     *
     * @param succeeded when it ended with success; empty if it did not
     */
    record Execution(boolean isRunning, Optional<Instant> succeeded, String sentence) {}

    /**
     * A message of the dead-letter queue.
     *
     * @param happened when its event did; when it was sent, if the message does not say
     */
    record Letter(String messageId, Instant happened, Optional<String> reason) {
        String sentence() {
            return messageId + reason.map(each -> ", " + each).orElse("");
        }
    }

    /** The ending that decides: the last one, of those that are not skipped if there are any. */
    Optional<Ending> last() {
        return Ending.last(Stream.concat(receipts.stream().flatMap(List::stream), log.stream())
                .toList());
    }

    /** What was found where, by the place, in sentences. */
    Map<String, Object> facts() {
        if (rule.isPresent()) {
            return Output.facts("source", source.map(SourceVersion::sentence).orElse(null), "rule", rule.get());
        }
        String nothing = "nothing about this version since " + Ending.second(since);
        return Output.facts(
                "source",
                source.map(SourceVersion::sentence).orElse("no such object, or its newest version is a delete marker"),
                "log",
                Ending.last(log).map(Ending::sentence).orElse(nothing)
                        + (isLogComplete ? "" : "; not read to its end: choose a later time with --since"),
                "receipts",
                receipts.map(read -> Ending.last(read)
                                .map(Ending::sentence)
                                .orElse(nothing + ", in the first 20,000 objects of receipts"))
                        .orElse(null),
                "workflow",
                execution.map(Execution::sentence).orElse(null),
                "deadLetterQueue",
                letter.map(Letter::sentence).orElse("none of the first 10,000 messages names it"));
    }
}
