package org.allowput.ops.where;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.aws.FunctionLog;

/**
 * How one event about the object ended, by a line of the function's log or by a receipt.
 *
 * @param outcome label of an {@link OutcomeLabel}
 * @param target where the copy is, as {@code s3://bucket/key}; empty if that is not stated
 * @param eTag of the version that was copied, without quotes; empty for all outcomes but a copy
 * @param why cause and reason; empty for a copy
 * @param execution ARN of the workflow's execution; empty if there is none
 */
record ObjectEnding(Instant time, String outcome, String target, String eTag, String why, String execution) {
    static ObjectEnding of(Receipt receipt) {
        return new ObjectEnding(
                receipt.acknowledged(),
                receipt.outcome().name().toLowerCase(Locale.ROOT),
                "s3://" + receipt.targetBucket() + "/" + receipt.targetKey(),
                receipt.version() == null ? "" : receipt.version().eTag(),
                "",
                "");
    }

    /** Of a line of the log; empty if it is not about that key. */
    static Optional<ObjectEnding> of(FunctionLog.Line line, String key) {
        if (line.text(LogField.OUTCOME).isEmpty()
                || !line.text(LogField.SOURCE_KEY).equals(key)) {
            return Optional.empty();
        }
        String targetKey = line.text(LogField.TARGET_KEY);
        return Optional.of(new ObjectEnding(
                line.time(),
                line.text(LogField.OUTCOME),
                targetKey.isEmpty() ? "" : "s3://" + line.text(LogField.TARGET_BUCKET) + "/" + targetKey,
                line.text(LogField.E_TAG),
                Stream.of(LogField.CAUSE, LogField.REASON)
                        .map(line::text)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(": ")),
                line.text(LogField.EXECUTION)));
    }

    boolean is(OutcomeLabel label) {
        return outcome.equals(label.label());
    }

    /**
     * Whether it is about the object as it is now, if it ended after the last change: of an object in parts, whose time
     * is when its upload began, an older version can have been copied since.
     *
     * @param now its entity tag; empty if the object is gone
     * @param to where it would be copied to
     */
    boolean isAbout(Optional<String> now, String to) {
        boolean gone = is(OutcomeLabel.DELETED) || is(OutcomeLabel.GONE);
        return (target.isEmpty() || target.equals(to))
                && now.map(tag -> !gone && (eTag.isEmpty() || eTag.equals(tag))).orElse(true);
    }

    /** The last that says how the object is: what asks for nothing says it only where no other does. */
    static Optional<ObjectEnding> last(List<ObjectEnding> endings) {
        return endings.stream()
                .max(Comparator.comparing((ObjectEnding each) -> !each.is(OutcomeLabel.SKIPPED))
                        .thenComparing(ObjectEnding::time));
    }

    /** What is said of the last one. */
    static String text(List<ObjectEnding> endings, Instant from) {
        return last(endings)
                .map(each -> each.time + " " + each.outcome + (each.eTag.isEmpty() ? "" : ", ETag " + each.eTag)
                        + (each.why.isEmpty() ? "" : ", " + each.why))
                .orElse("nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS));
    }
}
