package org.allowput.emulator.strict;

import java.util.Map;
import java.util.Set;

/**
 * The operations of S3 that the function uses, or would use by mistake.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">API
 *     operations</a>
 */
public enum S3Operation {
    GET_OBJECT,
    HEAD_OBJECT,
    GET_OBJECT_TAGGING,
    PUT_OBJECT,
    PUT_OBJECT_TAGGING,
    CREATE_MULTIPART_UPLOAD,
    UPLOAD_PART,
    COMPLETE_MULTIPART_UPLOAD,
    ABORT_MULTIPART_UPLOAD,
    DELETE_OBJECT,
    HEAD_BUCKET,
    GET_BUCKET_NOTIFICATION,
    OTHER;

    /** Whether it creates the object, as the condition key {@code s3:ObjectCreationOperation} says. */
    boolean createsObject() {
        return this == PUT_OBJECT || this == COMPLETE_MULTIPART_UPLOAD;
    }

    /** Whether its headers describe the object that is being created. */
    boolean describesObject() {
        return this == PUT_OBJECT || this == CREATE_MULTIPART_UPLOAD;
    }

    /** Of an object, with actions of their own: the emulator decides. */
    private static final Set<String> OTHER_SUBRESOURCES =
            Set.of("acl", "attributes", "legal-hold", "restore", "retention", "select", "torrent");

    /** @param key empty where the request is about the bucket */
    static S3Operation of(String method, String key, Map<String, String> query) {
        if (key.isEmpty()) {
            return switch (method) {
                case "HEAD" -> HEAD_BUCKET;
                case "GET" -> query.containsKey("notification") ? GET_BUCKET_NOTIFICATION : OTHER;
                default -> OTHER;
            };
        }
        if (query.keySet().stream().anyMatch(OTHER_SUBRESOURCES::contains)) {
            return OTHER;
        }
        boolean upload = query.containsKey("uploadId");
        boolean tagging = query.containsKey("tagging");
        return switch (method) {
            case "GET" -> tagging ? GET_OBJECT_TAGGING : GET_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "PUT" -> upload ? UPLOAD_PART : tagging ? PUT_OBJECT_TAGGING : PUT_OBJECT;
            case "POST" -> upload ? COMPLETE_MULTIPART_UPLOAD : CREATE_MULTIPART_UPLOAD;
            case "DELETE" -> upload ? ABORT_MULTIPART_UPLOAD : DELETE_OBJECT;
            default -> OTHER;
        };
    }
}
