package org.allowput.ops.reconcile.compare;

import java.time.Instant;
import java.util.List;

/**
 * What a comparison has found. Keys that the key rule leaves out are in none of the numbers.
 *
 * @param copied objects whose copy is known to be as they are
 * @param tooYoung objects that changed within the grace period: their copy may be on its way
 * @param notJudged objects without a receipt that last changed before the receipts begin, and about which no inventory
 *     states anything
 * @param onlyInInventory objects of A's inventory that the source bucket does not have, and that are no findings:
 *     deletions are not replicated, or no receipt states that they are copies
 * @param receiptsSince from when on receipts were compared
 * @param unreadable objects of receipts that could not be read, each with the reason
 * @param findings the others, in the order of keys
 */
public record Report(
        long copied,
        long tooYoung,
        long notJudged,
        long onlyInInventory,
        Instant receiptsSince,
        List<String> unreadable,
        List<Finding> findings) {
    public Report {
        unreadable = List.copyOf(unreadable);
        findings = List.copyOf(findings);
    }

    /** How many objects are of that kind. */
    public long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** Whether nothing needs attention. */
    public boolean isClean() {
        return findings.isEmpty() && unreadable.isEmpty();
    }

    /** The findings that another message can put right. */
    public List<Finding> repairable() {
        return findings.stream()
                .filter(finding -> finding.kind() != Finding.Kind.LOST)
                .toList();
    }

    /** The keys of that kind. */
    public List<String> keys(Finding.Kind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::key)
                .toList();
    }
}
