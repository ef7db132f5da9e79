package org.allowput.sandbox.simulation;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.allowput.emulator.local.Unchecked;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object.
 *
 * @param headers content headers, metadata and checksums, by their names in lower case
 * @param eTag without quotes
 * @param versionId null where the bucket has no versions
 */
@SuppressWarnings("ArrayRecordComponent")
public record SimulatedObject(
        String key,
        byte[] bytes,
        Map<String, String> headers,
        String eTag,
        @Nullable String versionId,
        Instant modified,
        Map<String, String> tags) {
    private static final int LARGE = 1024 * 1024;

    /** What a copy has to have in common with its source: bytes, content type and metadata. */
    public String fingerprint() {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().removeIf(name -> name.startsWith("x-amz-checksum"));
        return bytes.length + ":" + eTag(bytes) + kept;
    }

    SimulatedObject withTags(Map<String, String> others) {
        return new SimulatedObject(key, bytes, headers, eTag, versionId, modified, others);
    }

    /** An entity tag of some bytes: MD5, but for large ones, where nothing compares it and it takes long. */
    public static String eTag(byte[] bytes) {
        if (bytes.length < LARGE) {
            return md5(bytes);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue()) + "-" + bytes.length;
    }

    public static String md5(byte[] bytes) {
        return Unchecked.get(
                () -> HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)));
    }

    /** As S3 writes it. */
    public static String crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        long value = crc.getValue();
        return Base64.getEncoder()
                .encodeToString(
                        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }
}
