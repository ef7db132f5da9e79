package org.allowput.ops.reconcile.compare;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about one key. */
enum CopyStatus {
    COPIED(null, ""),
    TOO_YOUNG(null, ""),
    UNKNOWN(null, ""),
    ONLY_IN_INVENTORY(null, ""),
    NO_RECEIPT(Finding.Kind.MISSING, "no receipt"),
    ELSEWHERE(Finding.Kind.MISSING, "the receipt is of another bucket or key"),
    NOT_IN_INVENTORY(Finding.Kind.MISSING, "not in A's inventory"),
    STALE_VERSION(Finding.Kind.STALE, "the receipt is of another version"),
    OTHER_SIZE(Finding.Kind.STALE, "another size in A's inventory"),
    OLDER_COPY(Finding.Kind.STALE, "A's copy is older than the object"),
    OTHER_ETAG(Finding.Kind.STALE, "A's copy is not the one of the receipt"),
    LOST(Finding.Kind.LOST, "gone before it was copied, as far as receipts tell"),
    NOT_DELETED(Finding.Kind.EXTRA, "deleted in the source bucket, still in A's inventory");

    private final Finding.@Nullable Kind kind;
    private final String reason;

    CopyStatus(Finding.@Nullable Kind kind, String reason) {
        this.kind = kind;
        this.reason = reason;
    }

    /** The kind of finding; empty if there is nothing to report. */
    Optional<Finding.Kind> kind() {
        return Optional.ofNullable(kind);
    }

    String reason() {
        return reason;
    }
}
