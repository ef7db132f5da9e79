package org.allowput.ops.reconcile.compare;

import java.time.Instant;
import java.util.Locale;

/**
 * An object whose copy is not known to be there as the object is, or was.
 *
 * @param key of the source object
 * @param size of the source object, in bytes; 0 if it is lost
 * @param eTag of the source object, without quotes; empty if it is lost
 * @param lastModified of the source object; if it is lost, when that was acknowledged last
 */
public record Finding(Kind kind, String key, long size, String eTag, Instant lastModified, String reason) {
    Finding as(Kind other, String why) {
        return new Finding(other, key, size, eTag, lastModified, why);
    }

    public enum Kind {
        /** No copy is known. */
        MISSING,
        /** A copy is known, of what the object was before. */
        STALE,
        /** The object was deleted, and its copy was not. */
        EXTRA,
        /** The object was gone before it was copied. */
        LOST,
        /** The object is not copied yet, because it does not have the required tag. */
        WAITING,
        /** The object is not copied, because its required tag has another value. */
        REFUSED;

        /** As output and log name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
