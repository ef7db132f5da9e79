package org.allowput.emulator.strict;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The condition keys of a request and their values.
 *
 * @param values by lower-case names of the keys; a key that the request does not have is not among them
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Condition keys
 *     for Amazon S3</a>
 */
record ConditionContext(Map<String, List<String>> values) {
    /** Those that are headers, by the same name. */
    private static final Set<String> HEADERS = Set.of(
            "x-amz-acl",
            "x-amz-content-sha256",
            "x-amz-copy-source",
            "x-amz-grant-full-control",
            "x-amz-grant-read",
            "x-amz-grant-read-acp",
            "x-amz-grant-write-acp",
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-server-side-encryption-customer-algorithm",
            "x-amz-storage-class",
            "x-amz-website-redirect-location",
            "if-match",
            "if-none-match");

    private static final String S3 = "s3:";

    static ConditionContext of(S3Request request) {
        Map<String, List<String>> values = new HashMap<>();
        HEADERS.forEach(name -> request.header(name).ifPresent(value -> values.put(S3 + name, List.of(value))));
        values.put("aws:securetransport", List.of("true"));
        values.put(
                "s3:objectcreationoperation",
                List.of(Boolean.toString(request.operation().createsObject())));
        Optional.ofNullable(request.query().get("versionId"))
                .ifPresent(version -> values.put("s3:versionid", List.of(version)));
        if (!request.tags().isEmpty()) {
            values.put("s3:requestobjecttagkeys", List.copyOf(request.tags().keySet()));
            request.tags()
                    .forEach((key, value) ->
                            values.put("s3:requestobjecttag/" + key.toLowerCase(Locale.ROOT), List.of(value)));
        }
        return new ConditionContext(Map.copyOf(values));
    }

    /** Whether S3 decides by that key, and this class knows how. The emulator decides by the others. */
    boolean knows(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return (lower.startsWith(S3) && HEADERS.contains(lower.substring(S3.length())))
                || lower.startsWith("s3:requestobjecttag")
                || Set.of("s3:objectcreationoperation", "s3:versionid", "aws:securetransport")
                        .contains(lower);
    }

    List<String> of(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
