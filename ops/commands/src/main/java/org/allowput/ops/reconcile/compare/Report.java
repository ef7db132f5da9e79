package org.allowput.ops.reconcile.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

    /** Whether nothing needs attention: an object may wait. */
    public boolean isClean() {
        return findings.size() == count(Finding.Kind.WAITING) && unreadable.isEmpty();
    }

    /** How long the object has waited that has waited longest; zero if none waits. */
    public Duration longestWait(Instant now) {
        return findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.WAITING)
                .map(finding -> Duration.between(finding.lastModified(), now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** The findings that another message can put right. */
    public List<Finding> repairable() {
        return findings.stream()
                .filter(finding -> switch (finding.kind()) {
                    case MISSING, STALE, EXTRA -> true;
                    case LOST, WAITING, REFUSED -> false;
                })
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
