package org.allowput.contract.object;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.object.StoredChecksum.ResponseFields;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object in the source bucket: all of it but its bytes, as GET and HEAD tell it.
 *
 * <p>Two states are equal when nothing that is copied has changed between them. The entity tag alone would not do: an
 * overwrite with the same bytes and other metadata leaves it as it is.
 *
 * @param size in bytes
 * @param eTag the entity tag, quoted, as S3 gives it
 * @param versionId where the bucket is versioned
 * @param lastModified to the second
 * @param headers the content headers and the website redirect that it was stored with, by name
 * @param metadata user metadata as S3 returns it: a value that is not US-ASCII is encoded by RFC 2047, and S3 decodes
 *     it again when it is stored
 * @param missingMetadata how many entries of user metadata S3 holds but cannot tell in headers
 * @param encryption how it is encrypted, null or {@code AES256} or a kind of {@code aws:kms}
 * @param storageClass null for {@code STANDARD}
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Working with object
 *     metadata</a>
 */
public record SourceState(
        String key,
        long size,
        String eTag,
        @Nullable String versionId,
        @Nullable Instant lastModified,
        Map<String, String> headers,
        Map<String, String> metadata,
        int missingMetadata,
        Optional<StoredChecksum> checksum,
        @Nullable String encryption,
        @Nullable String storageClass) {
    /** The headers that are kept, and the fields that the SDK reads them into. */
    private static final Map<String, String> FIELDS = Map.of(
            "Cache-Control", "CacheControl",
            "Content-Disposition", "ContentDisposition",
            "Content-Encoding", "ContentEncoding",
            "Content-Language", "ContentLanguage",
            "Content-Type", "ContentType",
            // As it was stored: it need not be a date.
            "Expires", "ExpiresString",
            "x-amz-website-redirect-location", "WebsiteRedirectLocation");

    public SourceState {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }

    public static SourceState of(String key, long size, ResponseFields answer) {
        Map<String, String> headers = new TreeMap<>();
        FIELDS.forEach((header, field) ->
                answer.getValueForField(field, String.class).ifPresent(value -> headers.put(header, value)));
        @SuppressWarnings("unchecked")
        Map<String, String> metadata =
                answer.getValueForField("Metadata", Map.class).orElse(Map.of());
        return new SourceState(
                key,
                size,
                answer.getValueForField("ETag", String.class).orElse(""),
                answer.getValueForField("VersionId", String.class).orElse(null),
                answer.getValueForField("LastModified", Instant.class).orElse(null),
                headers,
                metadata,
                answer.getValueForField("MissingMeta", Integer.class).orElse(0),
                StoredChecksum.of(answer),
                answer.getValueForField("ServerSideEncryption", String.class).orElse(null),
                answer.getValueForField("StorageClass", String.class)
                        .filter(name -> !name.equals("STANDARD"))
                        .orElse(null));
    }

    /**
     * Whether the version id names these bytes for ever. An object without one is overwritten in its place, and so is
     * the version {@code null}, which an object has that was put while its bucket had no versioning.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html">
     *     Adding objects to versioning-suspended buckets</a>
     */
    public boolean isImmutable() {
        return versionId != null && !versionId.equals("null");
    }

    /** The same for equal states, and different for different ones: SHA-256 in hexadecimal. */
    public String fingerprint() {
        String text = String.join(
                "\n",
                key,
                Long.toString(size),
                eTag,
                String.valueOf(versionId),
                String.valueOf(lastModified),
                new TreeMap<>(headers).toString(),
                new TreeMap<>(metadata).toString(),
                Integer.toString(missingMetadata),
                checksum.toString(),
                String.valueOf(encryption),
                String.valueOf(storageClass));
        return Sha256.hexadecimal(text);
    }

    public Optional<String> headerBeyondAscii() {
        return headers.entrySet().stream()
                .filter(header -> header.getValue()
                        .chars()
                        .anyMatch(character -> (character < ' ' || character > '~') && character != '\t'))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /**
     * The MD5 of the bytes in hexadecimal, where the entity tag is one: for an object that was put or copied in one
     * request and is encrypted, if at all, with S3's own keys.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">ETag of an object</a>
     */
    public Optional<String> md5() {
        boolean plain = encryption == null || Objects.equals(encryption, "AES256");
        String tag = eTag.replace("\"", "");
        boolean digest = tag.length() == 32
                && tag.chars().allMatch(character -> Character.digit(character, 16) >= 0 && character < 128);
        return plain && digest ? Optional.of(tag) : Optional.empty();
    }
}
