package org.allowput.emulator.strict;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/**
 * The condition keys of a request and their values.
 *
 * @param values by lower-case names of the keys; a key that the request does not have is not among them
 * @param part whether it belongs to an upload, whose creation alone states the encryption: only the emulator knows that
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Condition keys
 *     for Amazon S3</a>
 */
public record ConditionContext(Map<String, List<String>> values, boolean part) {
    /** Of a request to another service: no condition is decided by it. */
    public static final ConditionContext NONE = new ConditionContext(Map.of(), false);

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
    private static final Set<String> ENCRYPTION =
            Set.of("s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id");
    private static final Set<String> OTHER_KEYS = Set.of(
            "s3:objectcreationoperation",
            "s3:versionid",
            "aws:securetransport",
            "aws:sourceip",
            "aws:principalarn",
            "aws:principalaccount");

    public static ConditionContext of(S3Request request) {
        Map<String, List<String>> values = new HashMap<>();
        HEADERS.forEach(name -> request.header(name).ifPresent(value -> values.put(S3 + name, List.of(value))));
        values.put("aws:securetransport", List.of("true"));
        // The proxy listens on the loopback address only.
        values.put("aws:sourceip", List.of("127.0.0.1"));
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
        return new ConditionContext(Map.copyOf(values), request.query().containsKey("uploadId"));
    }

    /**
     * The policy without the conditions on keys whose values only the emulator knows: such a condition of an Allow
     * counts as met, and one of a Deny as not met. The emulator decides by it.
     */
    Policy decidable(Policy policy) {
        return new Policy(policy.statements().stream()
                .filter(statement -> statement.allow()
                        || statement.conditions().stream().allMatch(condition -> knows(condition.key())))
                .map(statement -> statement.with(statement.conditions().stream()
                        .filter(condition -> knows(condition.key()))
                        .toList()))
                .toList());
    }

    /** Whether a policy of an identity or session allows an action that a request needs. */
    public boolean isAllowedBy(Policy policy, Required required) {
        return decidable(policy).allows(new Request(required.action(), required.resource(), Caller.ANONYMOUS, values));
    }

    /** Whether S3 decides by that key, and this class knows how: as by the action and the resource. */
    private boolean knows(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean isKnown = (lower.startsWith(S3) && HEADERS.contains(lower.substring(S3.length())))
                || lower.startsWith("s3:requestobjecttag")
                || OTHER_KEYS.contains(lower);
        return !lower.contains(":") || (!values.isEmpty() && !(part && ENCRYPTION.contains(lower)) && isKnown);
    }
}
