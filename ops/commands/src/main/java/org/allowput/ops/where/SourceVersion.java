package org.allowput.ops.where;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The object as the source bucket has it now.
 *
 * @param size in bytes
 * @param eTag without quotes
 */
record SourceVersion(long size, String eTag, Instant lastModified) {
    /** By a row of the table {@code source}. */
    static SourceVersion of(Map<String, ? extends @Nullable Object> row) {
        return new SourceVersion(
                (Long) Objects.requireNonNull(row.get("size")),
                String.valueOf(row.get("eTag")),
                Ending.time(row, "lastModified"));
    }

    /** Whether it was uploaded in parts: then {@code lastModified} is the time when its upload began. */
    boolean isInParts() {
        return eTag.contains("-");
    }

    String sentence() {
        return String.format(
                Locale.ROOT, "%,d bytes, last modified %s, ETag %s", size, Ending.second(lastModified), eTag);
    }
}
