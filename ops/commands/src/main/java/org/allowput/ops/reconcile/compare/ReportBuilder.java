package org.allowput.ops.reconcile.compare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Counts verdicts and collects findings. */
final class ReportBuilder {
    private final Map<CopyStatus, Long> counts = new EnumMap<>(CopyStatus.class);
    private final List<Finding> findings = new ArrayList<>();

    void add(CopyStatus verdict, S3Object object) {
        counts.merge(verdict, 1L, Long::sum);
        verdict.kind()
                .ifPresent(kind -> findings.add(new Finding(
                        kind,
                        object.key(),
                        object.size(),
                        Receipt.unquoted(object.eTag()),
                        object.lastModified(),
                        verdict.reason())));
    }

    /** An object that only A's inventory has. One that was deleted since then is not counted. */
    void addExtra(CopyStatus verdict, InventoryEntry entry) {
        if (verdict == CopyStatus.COPIED) {
            return;
        }
        counts.merge(verdict, 1L, Long::sum);
        verdict.kind()
                .ifPresent(kind -> findings.add(new Finding(
                        kind, entry.key(), entry.size(), entry.eTag(), entry.lastModified(), verdict.reason())));
    }

    /** A key that neither the source bucket has nor A's inventory. One of which nothing is wrong is not counted. */
    void addAbsent(CopyStatus verdict, String key, Instant deletedAt) {
        verdict.kind().ifPresent(kind -> findings.add(new Finding(kind, key, 0, "", deletedAt, verdict.reason())));
    }

    /** What was not copied is judged by its tags. */
    void judge(ClearanceReader clearance) {
        List<Finding> judged = clearance.judge(findings);
        findings.clear();
        findings.addAll(judged);
    }

    Report build(Instant receiptsSince, List<String> unreadable) {
        return new Report(
                count(CopyStatus.COPIED),
                count(CopyStatus.TOO_YOUNG),
                count(CopyStatus.UNKNOWN),
                count(CopyStatus.ONLY_IN_INVENTORY),
                receiptsSince,
                unreadable,
                findings);
    }

    private long count(CopyStatus verdict) {
        return counts.getOrDefault(verdict, 0L);
    }
}
