package org.allowput.contract.selection;

import java.util.Optional;

/** The sizes of objects that are copied, both inclusive. */
public record SizeRange(long minBytes, long maxBytes) {
    /**
     * The most parts of an object.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Multipart upload limits</a>
     */
    public static final int MOST_PARTS = 10_000;

    /** The largest object, 48.8 TiB: each part has at most 5 GiB. */
    public static final long LARGEST_OBJECT = MOST_PARTS * 5L * 1024 * 1024 * 1024;

    public static final SizeRange ANY = new SizeRange(0, LARGEST_OBJECT);

    public SizeRange {
        if (minBytes < 0 || maxBytes < minBytes) {
            throw new IllegalArgumentException(
                    "no object has from %d to %d bytes: make minBytes at most maxBytes".formatted(minBytes, maxBytes));
        }
    }

    Optional<String> exclusion(long bytes) {
        if (bytes < minBytes) {
            return Optional.of("the object has %d bytes, less than keys.minBytes, %d".formatted(bytes, minBytes));
        }
        return bytes > maxBytes && maxBytes < LARGEST_OBJECT
                ? Optional.of("the object has %d bytes, more than keys.maxBytes, %d".formatted(bytes, maxBytes))
                : Optional.empty();
    }
}
