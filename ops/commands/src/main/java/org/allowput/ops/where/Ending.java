package org.allowput.ops.where;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;

/**
 * How one event about the object ended, by a line of the function's log or by a receipt.
 *
 * @param outcome label of an {@link OutcomeLabel}
 * @param target where the copy is, as {@code s3://bucket/key}; empty if that is not stated
 * @param eTag of the version that was copied, without quotes; empty for all outcomes but a copy
 * @param why cause and reason; empty for a copy
 * @param execution ARN of the workflow's execution; empty if there is none
 */
record Ending(Instant time, String outcome, String target, String eTag, String why, String execution) {
    static Ending of(Receipt receipt) {
        return new Ending(
                receipt.acknowledged(),
                receipt.outcome().name().toLowerCase(Locale.ROOT),
                "s3://" + receipt.targetBucket() + "/" + receipt.targetKey(),
                receipt.version() == null ? "" : receipt.version().eTag(),
                "",
                "");
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
    static Optional<Ending> last(List<Ending> endings) {
        return endings.stream()
                .sorted(Comparator.comparing((Ending each) -> !each.is(OutcomeLabel.SKIPPED))
                        .thenComparing(Ending::time))
                .reduce((one, later) -> later);
    }

    String text() {
        return time + " " + outcome + (eTag.isEmpty() ? "" : ", ETag " + eTag) + (why.isEmpty() ? "" : ", " + why);
    }
}
