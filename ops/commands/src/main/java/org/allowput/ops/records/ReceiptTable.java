package org.allowput.ops.records;

import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.jspecify.annotations.Nullable;

/** Writes the table {@code receipts}. */
public final class ReceiptTable implements AutoCloseable {
    private final TableWriter rows;

    public ReceiptTable(Database database) {
        this.rows = database.writer("receipts");
    }

    /** Adds a receipt, if its key is copied by those rules and begins with that prefix. */
    public void add(Receipt receipt, Selection selection, String prefix) {
        if (receipt.sourceKey().startsWith(prefix)) {
            selection
                    .targetKey(receipt.sourceKey())
                    .ifPresent(
                            targetKey -> write(receipt, (long) selection.ruleNumber(receipt.sourceKey()), targetKey));
        }
    }

    /** Adds a receipt of which it is not known by which rules its object is copied today. */
    public void add(Receipt receipt) {
        write(receipt, null, null);
    }

    private void write(Receipt receipt, @Nullable Long rule, @Nullable String currentTargetKey) {
        Receipt.Version version = receipt.version();
        StoredChecksum checksum =
                version == null ? null : version.targetChecksum().orElse(null);
        rows.row(
                receipt.sourceBucket(),
                receipt.sourceKey(),
                receipt.targetBucket(),
                receipt.targetKey(),
                receipt.outcome().name(),
                version == null ? null : version.size(),
                version == null ? null : version.eTag(),
                version == null ? null : version.versionId(),
                version == null ? null : version.lastModified(),
                version == null ? null : version.targetETag(),
                version == null ? null : version.targetVersionId(),
                checksum == null ? null : checksum.algorithm().name(),
                checksum == null ? null : checksum.type(),
                checksum == null ? null : checksum.value(),
                receipt.eventTime(),
                receipt.acknowledged(),
                receipt.requestId(),
                rule,
                currentTargetKey);
    }

    @Override
    public void close() {
        rows.close();
    }
}
