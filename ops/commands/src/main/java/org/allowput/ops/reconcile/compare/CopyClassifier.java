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
 * @param grace how long a copy may take
 * @param inventoryCreated when S3 began to make A's inventory, if there is one
 * @param deletes whether deletions are replicated
 */
record CopyClassifier(
        Instant receiptsSince, Instant started, Duration grace, Optional<Instant> inventoryCreated, boolean deletes) {
    CopyStatus classify(S3Object object, ReceiptHistory receipts, Optional<InventoryEntry> entry) {
        if (object.lastModified().isAfter(started.minus(grace))) {
            return CopyStatus.TOO_YOUNG;
        }
        CopyStatus byReceipt = byReceipts(object, receipts);
        Optional<Instant> inventory = inventoryCreated.map(created -> created.minus(grace));
        boolean inventoryIsNewer =
                inventory.filter(object.lastModified()::isBefore).isPresent();
        boolean receiptIsNewer = byReceipt == CopyStatus.COPIED
                && inventory.filter(receipts.acknowledged()::isAfter).isPresent();
        if (!inventoryIsNewer || receiptIsNewer || byReceipt == CopyStatus.STALE_VERSION) {
            return byReceipt;
        }
        return entry.map(found -> byInventory(object, receipts, found)).orElse(CopyStatus.NOT_IN_INVENTORY);
    }

    private CopyStatus byReceipts(S3Object object, ReceiptHistory receipts) {
        if (receipts.isCopied()) {
            return CopyStatus.COPIED;
        }
        if (receipts.wasCopied()) {
            return CopyStatus.STALE_VERSION;
        }
        if (receipts.isElsewhere()) {
            return CopyStatus.ELSEWHERE;
        }
        return object.lastModified().isBefore(receiptsSince) ? CopyStatus.UNKNOWN : CopyStatus.NO_RECEIPT;
    }

    private static CopyStatus byInventory(S3Object object, ReceiptHistory receipts, InventoryEntry entry) {
        if (entry.size() != object.size()) {
            return CopyStatus.OTHER_SIZE;
        }
        if (entry.lastModified().isBefore(Objects.requireNonNull(CopyRecord.second(object.lastModified())))) {
            return CopyStatus.OLDER_COPY;
        }
        // The entity tags of the two sides are comparable by the receipt alone: parts and encryption change them.
        String copied = receipts.targetETag();
        return copied.isEmpty() || entry.eTag().isEmpty() || copied.equals(entry.eTag())
                ? CopyStatus.COPIED
                : CopyStatus.OTHER_ETAG;
    }

    /** A key that only receipts have. */
    static CopyStatus classifyAbsent(ReceiptHistory receipts) {
        return receipts.isLost() ? CopyStatus.LOST : CopyStatus.COPIED;
    }

    /** An entry of the inventory whose source object does not exist. */
    CopyStatus classifyExtra(ReceiptHistory receipts) {
        boolean deletedSince =
                inventoryCreated.filter(receipts.deletedAt()::isAfter).isPresent();
        if (deletedSince) {
            return CopyStatus.COPIED;
        }
        return deletes && receipts.wasCopied() ? CopyStatus.NOT_DELETED : CopyStatus.ONLY_IN_INVENTORY;
    }
}
