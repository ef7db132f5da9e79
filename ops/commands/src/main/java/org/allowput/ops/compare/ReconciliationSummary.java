package org.allowput.ops.compare;

import java.util.List;

/**
 * The numbers of objects that a comparison of the source bucket has found, by their kind.
 *
 * @param counts the row of the query {@code summary}
 */
public record ReconciliationSummary(Counts counts) {
    /** An object may wait for its tag; all other findings, and receipts that cannot be read, need attention. */
    public Verdict verdict() {
        StringBuilder sentence = new StringBuilder("%d copied, %d missing, %d stale"
                .formatted(counts.sum("copied"), counts.sum("missing"), counts.sum("stale")));
        for (String kind : List.of("lost", "waiting", "refused")) {
            sentence.append(counts.sum(kind) > 0 ? ", " + counts.sum(kind) + " " + kind : "");
        }
        sentence.append(
                ("; not judged: %d that changed just now, %d without a receipt that changed before %s, where the"
                                + " receipts begin")
                        .formatted(counts.sum("tooYoung"), counts.sum("notJudged"), counts.text("receiptsSince")));
        if (counts.sum("withoutSource") > 0) {
            sentence.append("; ").append(counts.sum("withoutSource")).append(" copied without a source object");
        }
        if (counts.sum("onlyInInventory") > 0) {
            sentence.append("; ").append(counts.sum("onlyInInventory")).append(" only in A's inventory");
        }
        if (counts.sum("copied", "repairable", "lost", "waiting", "refused") == 0) {
            return new Verdict.NothingCompared(
                    sentence.toString(),
                    counts.sum("tooYoung", "notJudged") == 0
                            ? "the source bucket has no object that the rules and --prefix select. Correct --prefix."
                            : "all objects changed just now, or before the receipts begin. Wait for the first copies,"
                                    + " decrease --grace, set --since, or name A's inventory with --inventory.");
        }
        return counts.sum("repairable", "lost", "refused", "unreadableReceipts") > 0
                ? new Verdict.Disagreed(sentence.toString())
                : new Verdict.Agreed(sentence.toString());
    }
}
