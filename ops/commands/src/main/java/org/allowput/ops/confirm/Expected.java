package org.allowput.ops.confirm;

import org.allowput.contract.object.StoredChecksum;

/**
 * An object of the bucket, and the checksum that account B's receipt states of it.
 *
 * @param versionId {@code null} where it has none
 * @param eTag that the bucket lists, without quotes
 */
record Expected(String key, String versionId, String eTag, StoredChecksum checksum) {
    /** Whether S3 states the same; it may leave out the number of parts after a composite one, {@code -3}. */
    boolean isEqualTo(StoredChecksum seen) {
        return seen.algorithm() == checksum.algorithm()
                && seen.fullObject() == checksum.fullObject()
                && base64(seen).equals(base64(checksum));
    }

    private static String base64(StoredChecksum checksum) {
        return checksum.value().split("-", 2)[0];
    }

    static String type(StoredChecksum checksum) {
        return checksum.algorithm() + " " + checksum.type();
    }

    static String text(StoredChecksum checksum) {
        return type(checksum) + " " + checksum.value();
    }
}
