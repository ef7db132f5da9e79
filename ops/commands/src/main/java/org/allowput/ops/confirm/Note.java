package org.allowput.ops.confirm;

import java.time.Instant;
import java.util.Objects;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What account B's receipt states about an object of account A.
 *
 * @param key in account A's bucket
 * @param size in bytes; 0 unless it was copied
 * @param eTag without quotes; empty if B was not told one
 * @param versionId empty if B was not told one: the bucket is not versioned
 * @param checksum that S3 returned to B; null if it returned none
 * @param acknowledged when the receipt was written
 */
record Note(
        String key,
        Receipt.Kind outcome,
        long size,
        String eTag,
        String versionId,
        @Nullable StoredChecksum checksum,
        Instant acknowledged) {
    /** In bytes, of a key, and longer than any other field. */
    private static final int LONGEST = 1024;

    /** @throws IllegalArgumentException if a field is longer than S3's are: account B can write anything */
    static Note of(Receipt receipt) {
        Receipt.Version version = receipt.version();
        return new Note(
                text(receipt.targetKey()),
                receipt.outcome(),
                version == null ? 0 : version.size(),
                text(version == null ? null : version.targetETag()),
                text(version == null ? null : version.targetVersionId()),
                version == null
                        ? null
                        : version.targetChecksum()
                                .filter(checksum -> !text(checksum.value()).isEmpty())
                                .orElse(null),
                receipt.acknowledged());
    }

    private static String text(@Nullable String value) {
        String text = Objects.requireNonNullElse(value, "");
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a field of " + text.length() + " characters");
        }
        return text;
    }

    boolean isCopy() {
        return outcome == Receipt.Kind.COPIED;
    }
}
