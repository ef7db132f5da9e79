package org.allowput.emulator.fault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request as it reached the proxy.
 *
 * @param operation what it asks for
 * @param bucket the bucket, empty where none is named
 * @param key the key, decoded; empty where none is named
 */
public record Request(Operation operation, String bucket, String key, Head head) {
    /** What a request asks S3 or STS for. */
    public enum Operation {
        GET,
        HEAD,
        GET_TAGS,
        PUT,
        BEGIN_UPLOAD,
        PUT_PART,
        COMPLETE_UPLOAD,
        ABORT_UPLOAD,
        DELETE,
        STS,
        OTHER
    }

    static Request of(Head head) {
        String target = head.word(1);
        String path = target.replaceFirst("\\?.*", "");
        String query = target.substring(path.length());
        int slash = path.indexOf('/', 1);
        String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return new Request(
                operation(head.word(0), bucket, key, query),
                bucket,
                // A plus sign is itself in a path.
                URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8),
                head);
    }

    /** One of its headers, signed or not. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** Path and query as they were sent. */
    public String target() {
        return head.word(1);
    }

    private static Operation operation(String method, String bucket, String key, String query) {
        if (bucket.isEmpty()) {
            return Operation.STS;
        }
        if (key.isEmpty()) {
            return Operation.OTHER;
        }
        boolean upload = query.contains("uploadId=");
        return switch (method) {
            case "GET" -> query.startsWith("?tagging") ? Operation.GET_TAGS : Operation.GET;
            case "HEAD" -> Operation.HEAD;
            case "PUT" -> upload ? Operation.PUT_PART : Operation.PUT;
            case "POST" -> upload ? Operation.COMPLETE_UPLOAD : Operation.BEGIN_UPLOAD;
            case "DELETE" -> upload ? Operation.ABORT_UPLOAD : Operation.DELETE;
            default -> Operation.OTHER;
        };
    }
}
