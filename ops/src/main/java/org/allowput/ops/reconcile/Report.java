package org.allowput.ops.reconcile;

import java.time.Instant;
import java.util.List;

/**
 * What a comparison has found. Keys that the key rule leaves out are in none of the numbers.
 *
 * @param copied objects whose copy is known to be as they are
 * @param tooYoung objects that changed within the grace period: their copy may be on its way
 * @param notJudged objects that last changed before the receipts begin, of which neither receipt nor inventory tells
 * @param receiptsSince from when on receipts were compared
 * @param findings the others
 */
public record Report(long copied, long tooYoung, long notJudged, Instant receiptsSince, List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** How many objects are of that kind. */
    public long count(Finding.Kind kind) {
        return keys(kind).size();
    }

    /** The keys of that kind. */
    public List<String> keys(Finding.Kind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::key)
                .toList();
    }
}
