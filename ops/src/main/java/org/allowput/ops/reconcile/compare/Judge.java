package org.allowput.ops.reconcile.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Judges one key by its object, its receipts and its entry in A's inventory.
 *
 * @param receiptsSince an object that changed since has a receipt if it was copied
 * @param started when the comparison started
 * @param grace how long a copy may take
 * @param inventoryCreated when S3 began to make A's inventory, if there is one
 * @param deletes whether deletions are replicated
 */
record Judge(
        Instant receiptsSince, Instant started, Duration grace, Optional<Instant> inventoryCreated, boolean deletes) {
    Verdict judge(S3Object object, Evidence receipts, Optional<InventoryEntry> entry) {
        if (object.lastModified().isAfter(started.minus(grace))) {
            return Verdict.TOO_YOUNG;
        }
        Verdict byReceipt = byReceipts(object, receipts);
        Optional<Instant> inventory = inventoryCreated.map(created -> created.minus(grace));
        boolean inventoryIsNewer =
                inventory.filter(object.lastModified()::isBefore).isPresent();
        boolean receiptIsNewer = byReceipt == Verdict.COPIED
                && inventory.filter(receipts.acknowledged()::isAfter).isPresent();
        if (!inventoryIsNewer || receiptIsNewer || byReceipt == Verdict.STALE_VERSION) {
            return byReceipt;
        }
        return entry.map(found -> byInventory(object, receipts, found)).orElse(Verdict.NOT_IN_INVENTORY);
    }

    private Verdict byReceipts(S3Object object, Evidence receipts) {
        if (receipts.isCopied()) {
            return Verdict.COPIED;
        }
        if (receipts.wasCopied()) {
            return Verdict.STALE_VERSION;
        }
        if (receipts.isElsewhere()) {
            return Verdict.ELSEWHERE;
        }
        return object.lastModified().isBefore(receiptsSince) ? Verdict.UNKNOWN : Verdict.NO_RECEIPT;
    }

    private static Verdict byInventory(S3Object object, Evidence receipts, InventoryEntry entry) {
        if (entry.size() != object.size()) {
            return Verdict.OTHER_SIZE;
        }
        if (entry.lastModified().isBefore(Objects.requireNonNull(CopyRecord.second(object.lastModified())))) {
            return Verdict.OLDER_COPY;
        }
        // The entity tags of the two sides are comparable by the receipt alone: parts and encryption change them.
        String copied = receipts.targetETag();
        return copied.isEmpty() || entry.eTag().isEmpty() || copied.equals(entry.eTag())
                ? Verdict.COPIED
                : Verdict.OTHER_ETAG;
    }

    /** A key that only receipts have. */
    static Verdict judgeAbsent(Evidence receipts) {
        return receipts.isLost() ? Verdict.LOST : Verdict.COPIED;
    }

    /** An entry of the inventory whose source object does not exist. */
    Verdict judgeExtra(Evidence receipts) {
        boolean deletedSince =
                inventoryCreated.filter(receipts.deletedAt()::isAfter).isPresent();
        if (deletedSince) {
            return Verdict.COPIED;
        }
        return deletes && receipts.wasCopied() ? Verdict.NOT_DELETED : Verdict.ONLY_IN_INVENTORY;
    }
}
