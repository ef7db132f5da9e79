package org.allowput.ops.reconcile.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.allowput.contract.receipt.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison needs of a receipt.
 *
 * @param key of the source object
 * @param currentTarget whether source bucket, target bucket and target key are those of today's settings
 * @param eTag of the version that was copied, without quotes; empty if the object was gone
 * @param lastModified of that version, to the second
 * @param targetETag of the copy, without quotes
 * @param eventTime of the event that caused it, where events state their time
 * @param acknowledged when the receipt was written
 */
record CopyRecord(
        String key,
        boolean currentTarget,
        Receipt.Kind outcome,
        String eTag,
        @Nullable Instant lastModified,
        String targetETag,
        @Nullable Instant eventTime,
        Instant acknowledged) {
    static CopyRecord of(Receipt receipt, boolean currentTarget) {
        Receipt.Version version = receipt.version();
        return new CopyRecord(
                receipt.sourceKey(),
                currentTarget,
                receipt.outcome(),
                version == null ? "" : version.eTag(),
                version == null ? null : second(version.lastModified()),
                version == null ? "" : Objects.requireNonNullElse(version.targetETag(), ""),
                receipt.eventTime(),
                receipt.acknowledged());
    }

    boolean isDeletion() {
        return eTag.isEmpty();
    }

    /** As headers state it; a listing may state more. */
    static @Nullable Instant second(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
