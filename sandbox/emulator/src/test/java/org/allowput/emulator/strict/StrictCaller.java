package org.allowput.emulator.strict;

import com.fasterxml.jackson.jr.ob.JSON;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;
import org.allowput.policy.Policy;

/** A session of a role with policies that a test writes down, and requests that are signed with it. */
final class StrictCaller {
    private static final String ANSWER = """
        <AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::111111111111:assumed-role/AllowPutToS3/s\
        </Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId></Credentials></AssumeRoleResult>\
        </AssumeRoleResponse>\
        """;

    private StrictCaller() {}

    /**
     * The role may put.
     *
     * @param policies further statements: {@code allow} or {@code deny}, an action, and the operators, keys and values
     *     of conditions; before it {@code bucket}, {@code bucket@PRINCIPAL} or {@code session} if they are not of the
     *     role
     */
    static StrictS3 withPolicies(String policies) {
        Map<String, List<Map<String, Object>>> statements = Stream.concat(
                        Stream.of("allow s3:PutObject"), Stream.of(policies.split("; ")))
                .filter(statement -> !statement.isEmpty())
                .collect(Collectors.groupingBy(
                        statement -> statement.replaceFirst("(bucket|session).*|.*", "$1"),
                        Collectors.mapping(StrictCaller::statement, Collectors.toList())));
        Optional<String> bucket = Optional.ofNullable(statements.get("bucket")).map(StrictCaller::document);
        Optional<String> session =
                Optional.ofNullable(statements.get("session")).map(StrictCaller::document);
        AssumedSessions sessions = new AssumedSessions(new PolicySource() {
            @Override
            public List<Policy> ofRole(String arn) {
                return List.of(Policy.parse(document(statements.getOrDefault("", List.of()))));
            }

            @Override
            public Bucket ofBucket(String ignored) {
                return bucket.map(document -> new Bucket(Policy.parse(document), Optional.empty(), false))
                        .orElse(PLAIN);
            }
        });
        sessions.learn(
                "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2FAllowPutToS3"
                        + session.map(document -> "&Policy=" + URLEncoder.encode(document, StandardCharsets.UTF_8))
                                .orElse(""),
                ANSWER);
        return new StrictS3(BucketOwners.of(Map.of("target", "111111111111")), true, sessions);
    }

    private static Map<String, Object> statement(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        Map<String, Object> statement = new LinkedHashMap<>();
        if (text.startsWith("bucket")) {
            String principal = words.getFirst().replaceFirst("bucket@?", "");
            statement.put("Principal", principal.isEmpty() ? "*" : Map.of("AWS", principal));
        }
        if (!text.matches("(allow|deny) .*")) {
            words = words.subList(1, words.size());
        }
        String action = words.get(1);
        statement.put("Effect", words.getFirst().equals("allow") ? "Allow" : "Deny");
        statement.put("Action", action);
        statement.put(
                "Resource",
                action.startsWith("kms:")
                        ? List.of(
                                "arn:aws:kms:us-east-1:111111111111:key/a", "arn:aws:kms:us-east-1:111111111111:key/b")
                        : "arn:aws:s3:::target/*");
        Map<String, Object> conditions = new LinkedHashMap<>();
        for (int at = 2; at < words.size(); at += 3) {
            conditions.put(words.get(at), Map.of(words.get(at + 1), words.get(at + 2)));
        }
        if (!conditions.isEmpty()) {
            statement.put("Condition", conditions);
        }
        return statement;
    }

    /** @param headers besides those of each request, or in their place; {@code none} for no such header */
    static S3Request request(String method, String key, String query, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of(
                "authorization", "AWS4-HMAC-SHA256 Credential=ASIAROLE/20260101/us-east-1/s3/aws4_request, Signature=x",
                "x-amz-expected-bucket-owner", "111111111111"));
        all.putAll(headers);
        all.values().removeIf("none"::equals);
        return S3Request.of(
                method, "target", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"), query, all);
    }

    private static String document(List<Map<String, Object>> statements) {
        return Unchecked.get(() -> JSON.std.asString(Map.of("Version", "2012-10-17", "Statement", statements)));
    }
}
