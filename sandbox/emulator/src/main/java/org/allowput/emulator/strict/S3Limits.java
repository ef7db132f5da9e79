package org.allowput.emulator.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;

/**
 * The limits of a request, of which the emulators check none.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">Naming Amazon S3 objects</a>:
 *     1,024 bytes of UTF-8
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Working with object
 *     metadata</a>: 8 KB of headers in a PUT, 2 KB of them user-defined metadata, counted by names and values
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Object tags</a>: 10 of them,
 *     with keys of 128 and values of 256 characters
 */
final class S3Limits {
    private static final int KEY_BYTES = 1024;
    private static final int METADATA_BYTES = 2 * 1024;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int TAGS = 10;
    private static final int TAG_KEY = 128;
    private static final int TAG_VALUE = 256;

    private static final String METADATA = "x-amz-meta-";

    private S3Limits() {}

    /**
     * Object Lock asks for a checksum of each body.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html">Managing Object
     *     Lock</a>
     */
    static Optional<Refusal> refuse(S3Request request, PolicySource.Bucket bucket) {
        boolean body = request.operation() == S3Operation.PUT_OBJECT || request.operation() == S3Operation.UPLOAD_PART;
        boolean verified = request.headers().keySet().stream()
                .anyMatch(name -> name.equals("content-md5")
                        || name.equals("x-amz-sdk-checksum-algorithm")
                        || name.startsWith("x-amz-checksum-"));
        return bucket.locked() && body && !verified
                ? Optional.of(Refusal.badRequest(
                        "InvalidRequest",
                        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object"
                                + " Lock parameters"))
                : Optional.empty();
    }

    static Optional<Refusal> refuse(S3Request request) {
        if (bytes(request.key()) > KEY_BYTES) {
            return Optional.of(Refusal.badRequest("KeyTooLongError", "Your key is too long"));
        }
        if (headers(request.headers()) > HEADER_BYTES) {
            return Optional.of(Refusal.badRequest(
                    "RequestHeaderSectionTooLarge",
                    "Your request header section exceeds the maximum allowed request header size"));
        }
        if (metadata(request.headers()) > METADATA_BYTES) {
            return Optional.of(Refusal.badRequest(
                    "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"));
        }
        return tags(request.tags());
    }

    /** Each on a line of its own, as they are sent. */
    private static int headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(header -> bytes(header.getKey() + ": " + header.getValue() + "\r\n"))
                .sum();
    }

    private static int metadata(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().startsWith(METADATA))
                .mapToInt(header -> bytes(header.getKey()) - METADATA.length() + bytes(header.getValue()))
                .sum();
    }

    private static Optional<Refusal> tags(Map<String, String> tags) {
        if (tags.size() > TAGS) {
            return Optional.of(Refusal.badRequest("BadRequest", "Object tags cannot be greater than " + TAGS));
        }
        return tags.entrySet().stream()
                .filter(tag -> tag.getKey().length() > TAG_KEY || tag.getValue().length() > TAG_VALUE)
                .findFirst()
                .map(tag -> Refusal.badRequest("InvalidTag", "The TagKey or TagValue you have provided is invalid"));
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
