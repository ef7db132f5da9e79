package org.allowput.ops.compare;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An object whose copy is not known to be there as the object is, or was.
 *
 * @param key of the source object
 * @param size of the source object, in bytes; 0 if it is lost
 * @param eTag of the source object, without quotes; empty if it is lost
 * @param lastModified of the source object; if it is lost, when that was acknowledged last
 */
public record Finding(Kind kind, String key, long size, String eTag, Instant lastModified, String reason) {
    /** As the query {@code findings} defines them. */
    public enum Kind {
        MISSING,
        STALE,
        LOST,
        WAITING,
        REFUSED;

        /** As query, output and log name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For scripts. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", kind.label());
        json.put("key", key);
        json.put("size", size);
        json.put("eTag", eTag);
        json.put("lastModified", lastModified.toString());
        json.put("why", reason);
        return json;
    }
}
