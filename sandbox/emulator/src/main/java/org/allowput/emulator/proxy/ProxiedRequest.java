package org.allowput.emulator.proxy;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.allowput.emulator.strict.S3Request;

/**
 * A request as it reached the proxy.
 *
 * @param operation what it asks for
 * @param bucket the bucket, empty where none is named
 * @param key the key, decoded; empty where none is named
 */
public record ProxiedRequest(Operation operation, String bucket, String key, Head head) {
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
        SQS,
        OTHER
    }

    static ProxiedRequest of(Head head) {
        String target = head.word(1);
        String path = target.replaceFirst("\\?.*", "");
        String query = target.substring(path.length());
        Optional<String> host = bucketInHost(head);
        int slash = path.indexOf('/', 1);
        String bucket = host.orElse(slash < 0 ? path.substring(1) : path.substring(1, slash));
        String key = host.isPresent() ? path.substring(1) : slash < 0 ? "" : path.substring(slash + 1);
        return new ProxiedRequest(
                head.header("x-amz-target").isPresent() ? Operation.SQS : operation(head.word(0), bucket, key, query),
                bucket,
                // A plus sign is itself in a path.
                URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8),
                head);
    }

    /** Where the bucket is part of the host's name, as S3 names it, and not of the path. */
    private static Optional<String> bucketInHost(Head head) {
        return head.header("Host")
                .filter(host -> host.indexOf(".s3.") > 0)
                .map(host -> host.substring(0, host.indexOf(".s3.")));
    }

    /** The same for what decides on the request before it is carried out. */
    S3Request s3() {
        String target = target();
        int query = target.indexOf('?');
        // The plain key is encoded again, so that its characters stay what they are.
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
        return S3Request.of(
                head.word(0), bucket, encoded, query < 0 ? "" : target.substring(query + 1), head.headers());
    }

    boolean putsNotifications() {
        return head.word(0).equals("PUT") && key.isEmpty() && target().matches(".*\\?notification=?");
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
        if (bucket.isEmpty() && method.equals("POST")) {
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
