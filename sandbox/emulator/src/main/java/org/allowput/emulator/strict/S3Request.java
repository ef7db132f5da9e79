package org.allowput.emulator.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as S3 knows it before it carries it out.
 *
 * @param method GET, PUT …
 * @param bucket its name
 * @param key decoded; empty where the request is about the bucket
 * @param query decoded; a name without a value has an empty one
 * @param headers by lower-case names
 */
public record S3Request(
        String method, String bucket, String key, Map<String, String> query, Map<String, String> headers) {
    public S3Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * As it is written in a request.
     *
     * @param key encoded
     * @param query what follows the question mark, encoded; or empty
     */
    public static S3Request of(String method, String bucket, String key, String query, Map<String, String> headers) {
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .forEach(pair -> parameters.put(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1])));
        return new S3Request(method, bucket, decoded(key), parameters, headers);
    }

    /** A plus sign is itself in a path, and the SDK sends none in a query. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    S3Operation operation() {
        return S3Operation.of(method, key, query);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The tags that {@code x-amz-tagging} names, encoded as a query. */
    Map<String, String> tags() {
        return of("", "", "", header("x-amz-tagging").orElse("").replace("+", "%20"), Map.of())
                .query();
    }

    /** The access key id that the request is signed with. */
    Optional<String> accessKeyId() {
        return header("authorization")
                .map(value -> value.replaceFirst(".*Credential=", "").replaceFirst("/.*", ""));
    }

    /** The ARN of the object, or of the bucket. */
    String resource() {
        return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
    }
}
