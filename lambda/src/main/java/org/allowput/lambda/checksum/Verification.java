package org.allowput.lambda.checksum;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;

/** A verification lets the target find out whether the bytes that arrive in one PUT are those of the source. */
public sealed interface Verification {
    /** The source has a checksum of the whole: the target gets it, and refuses anything else. */
    record WithStoredChecksum(StoredChecksum checksum) implements Verification {}

    /**
     * The source's entity tag is the MD5 of the whole: the target gets it as Content-MD5, and refuses anything else.
     */
    record ContentMd5(String base64) implements Verification {}

    /**
     * The source has neither. The function computes a checksum of what it sends, which guards the way from here to the
     * target; the way from the source to here is guarded by TLS alone.
     */
    record Computed(Algorithm algorithm) implements Verification {}

    /** What the JVM computes fastest, and S3 keeps for a whole multipart upload. */
    Algorithm COMPUTED = Algorithm.CRC32;

    static Verification of(Optional<StoredChecksum> checksum, Optional<String> md5) {
        Optional<StoredChecksum> stored = checksum.filter(StoredChecksum::fullObject);
        if (stored.isPresent()) {
            return new WithStoredChecksum(stored.get());
        }
        return md5.<Verification>map(hex -> new ContentMd5(
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))))
                .orElse(new Computed(COMPUTED));
    }

    default Optional<StoredChecksum> stored() {
        return this instanceof WithStoredChecksum(StoredChecksum checksum) ? Optional.of(checksum) : Optional.empty();
    }

    /** Whether it can be had only for one PUT: such a source was itself put in one, so it fits into one. */
    default boolean needsOnePut() {
        return this instanceof ContentMd5
                || stored().filter(checksum -> !checksum.algorithm().combines()).isPresent();
    }
}
