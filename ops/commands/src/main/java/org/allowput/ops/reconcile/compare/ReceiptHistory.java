package org.allowput.ops.reconcile.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.receipt.Receipt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What all receipts of one key state about the object that the source bucket holds now. */
final class ReceiptHistory {
    /** A receipt is written at the end of an invocation, and so this much later than the copy at most. */
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

    private final Optional<S3Object> object;
    private @Nullable CopyRecord match;
    private @Nullable Instant latestEvent;
    private Instant deletedAt = Instant.MIN;
    private Instant otherVersion = Instant.MIN;
    private boolean copied;
    private boolean gone;
    private boolean put;
    private boolean elsewhere;

    ReceiptHistory(Optional<S3Object> object) {
        this.object = object;
    }

    void add(CopyRecord receipt) {
        if (!receipt.currentTarget()) {
            elsewhere = true;
        } else if (receipt.outcome() == Receipt.Kind.WAITING || receipt.outcome() == Receipt.Kind.REFUSED) {
            // States nothing of a copy that was made before.
            return;
        } else if (receipt.isDeletion()) {
            deletedAt = latest(deletedAt, receipt.acknowledged());
            gone |= receipt.outcome() == Receipt.Kind.GONE;
            put |= receipt.outcome() == Receipt.Kind.UNCONFIRMED;
        } else {
            copied = true;
            object.ifPresent(current -> compare(receipt, current));
        }
    }

    private void compare(CopyRecord receipt, S3Object current) {
        Instant changed = CopyRecord.second(current.lastModified());
        Instant copiedVersionTime = receipt.lastModified();
        if (receipt.eTag().equals(Receipt.unquoted(current.eTag()))
                && (copiedVersionTime == null || copiedVersionTime.equals(changed))) {
            CopyRecord before = match;
            match = before == null || receipt.acknowledged().isAfter(before.acknowledged()) ? receipt : before;
            Instant event = receipt.eventTime();
            if (event != null) {
                latestEvent = latestEvent == null ? event : latest(latestEvent, event);
            }
        } else if (copiedVersionTime == null || (changed != null && !copiedVersionTime.isBefore(changed))) {
            otherVersion = latest(otherVersion, receipt.acknowledged());
        }
    }

    /**
     * Whether the target holds this version. By the source's clock where it can tell, as the clocks of the function's
     * environments differ and receipts are written late. Where a newer version was copied and deleted since, this one
     * has to have been copied again after that: for a later event, or long after.
     */
    boolean isCopied() {
        CopyRecord last = match;
        if (last == null || deletedAt.isAfter(last.acknowledged())) {
            return false;
        }
        if (otherVersion.equals(Instant.MIN)) {
            return true;
        }
        return (latestEvent != null && latestEvent.isAfter(otherVersion))
                || last.acknowledged().isAfter(otherVersion.plus(LONGEST_INVOCATION));
    }

    /** Whether a receipt states that a version of the object was copied to where it is copied today. */
    boolean wasCopied() {
        return copied;
    }

    /** Whether the object was gone before it was copied, and no receipt states that any version of it was put. */
    boolean isLost() {
        return gone && !copied && !put && !elsewhere;
    }

    /** Whether a receipt names another bucket or key than today's settings do. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** When the object was last acknowledged to be gone. */
    Instant deletedAt() {
        return deletedAt;
    }

    /** When the copy of this version was last acknowledged. */
    Instant acknowledged() {
        return Optional.ofNullable(match).map(CopyRecord::acknowledged).orElse(Instant.MIN);
    }

    /** The entity tag of the copy of this version; empty if it is not known. */
    String targetETag() {
        return Optional.ofNullable(match).map(CopyRecord::targetETag).orElse("");
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
