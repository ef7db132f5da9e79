package org.allowput.ops.reconcile.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

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

    public long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** The numbers, by the names that scripts and the log's readers know. */
    public Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("copied", copied);
        for (Finding.Kind kind : Finding.Kind.values()) {
            counts.put(kind.label(), count(kind));
        }
        counts.put("tooYoung", tooYoung);
        counts.put("notJudged", notJudged);
        counts.put("onlyInInventory", onlyInInventory);
        counts.put("receiptsSince", receiptsSince.toString());
        return counts;
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

    /** Counts and collects. */
    static final class Builder {
        private final Map<CopyStatus, Long> counts = new EnumMap<>(CopyStatus.class);
        private final List<Finding> findings = new ArrayList<>();

        void add(CopyStatus verdict, S3Object object) {
            counts.merge(verdict, 1L, Long::sum);
            find(verdict, object.key(), object.size(), Receipt.unquoted(object.eTag()), object.lastModified());
        }

        /** An object that only A's inventory has. One that was deleted since then is not counted. */
        void addExtra(CopyStatus verdict, InventoryEntry entry) {
            if (verdict != CopyStatus.COPIED) {
                counts.merge(verdict, 1L, Long::sum);
            }
            find(verdict, entry.key(), entry.size(), entry.eTag(), entry.lastModified());
        }

        /** A key that neither the source bucket has nor A's inventory. One of which nothing is wrong is not counted. */
        void addAbsent(CopyStatus verdict, String key, Instant deletedAt) {
            find(verdict, key, 0, "", deletedAt);
        }

        private void find(CopyStatus verdict, String key, long size, String eTag, Instant lastModified) {
            verdict.kind()
                    .ifPresent(
                            kind -> findings.add(new Finding(kind, key, size, eTag, lastModified, verdict.reason())));
        }

        /** @param judge leaves out what is gone by now, and says why something is not copied */
        Report build(UnaryOperator<List<Finding>> judge, Instant receiptsSince, List<String> unreadable) {
            return new Report(
                    count(CopyStatus.COPIED),
                    count(CopyStatus.TOO_YOUNG),
                    count(CopyStatus.UNKNOWN),
                    count(CopyStatus.ONLY_IN_INVENTORY),
                    receiptsSince,
                    unreadable,
                    judge.apply(findings));
        }

        private long count(CopyStatus verdict) {
            return counts.getOrDefault(verdict, 0L);
        }
    }
}
