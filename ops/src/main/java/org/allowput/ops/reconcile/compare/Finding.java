package org.allowput.ops.reconcile.compare;

import java.time.Instant;

/**
 * An object of the source bucket whose copy is not known to be there as it is now.
 *
 * @param kind what is wrong
 * @param key of the source object
 * @param size of the source object, in bytes
 * @param eTag of the source object, without quotes
 * @param lastModified of the source object
 * @param reason what was seen
 */
public record Finding(Kind kind, String key, long size, String eTag, Instant lastModified, String reason) {
    /** What is wrong. */
    public enum Kind {
        /** No copy is known. */
        MISSING,
        /** A copy is known, of what the object was before. */
        STALE,
        /** The object was deleted, and its copy was not. */
        EXTRA
    }
}
