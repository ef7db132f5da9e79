package org.allowput.contract.object;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The checksum that S3 has stored with an object.
 *
 * @param value in Base64
 * @param fullObject whether it is one of all the bytes in a row, not one of the checksums of parts
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
public record StoredChecksum(Algorithm algorithm, String value, boolean fullObject) {
    /** S3's name of the type of a checksum of all the bytes in a row. */
    public static final String FULL_OBJECT = "FULL_OBJECT";

    private static final String COMPOSITE = "COMPOSITE";

    /** The algorithms that S3 has, the cheapest to work with first, should an object have several. */
    public enum Algorithm {
        CRC64NVME,
        CRC32C,
        CRC32,
        XXHASH3,
        XXHASH64,
        XXHASH128,
        SHA256,
        SHA1,
        SHA512,
        MD5;

        /** The header that states it in a request, and tells it in an answer. */
        public String header() {
            return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
        }

        /** What the SDK calls it, in an answer. */
        public String field() {
            return "Checksum" + name();
        }

        /**
         * Whether the checksum of the whole follows from those of its parts, so that S3 keeps one for a multipart
         * upload.
         */
        public boolean combines() {
            return this == CRC64NVME || this == CRC32C || this == CRC32;
        }
    }

    public String type() {
        return fullObject ? FULL_OBJECT : COMPOSITE;
    }

    /** The first one that an answer states. */
    public static Optional<StoredChecksum> of(ResponseFields answer) {
        return Arrays.stream(Algorithm.values())
                .flatMap(algorithm -> of(answer, algorithm).stream())
                .findFirst();
    }

    public static Optional<StoredChecksum> of(ResponseFields answer, Algorithm algorithm) {
        boolean composite = answer.getValueForField("ChecksumType", String.class)
                .filter(COMPOSITE::equals)
                .isPresent();
        return answer.getValueForField(algorithm.field(), String.class)
                // A composite one ends in the number of parts, "-3", which no Base64 has.
                .map(value -> new StoredChecksum(algorithm, value, !composite && value.indexOf('-') < 0));
    }

    /** The fields of an answer of S3: answers to different requests have some in common, but no type with these. */
    @FunctionalInterface
    public interface ResponseFields {
        <T> Optional<T> getValueForField(String name, Class<T> type);
    }
}
