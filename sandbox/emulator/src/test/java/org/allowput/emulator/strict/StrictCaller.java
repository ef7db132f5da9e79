package org.allowput.emulator.strict;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param role statements of the role's policy
     * @param bucket statements of the bucket's policy
     * @param session statements of the session's policy; none if empty
     */
    static StrictS3 withPolicies(String role, String bucket, String session) {
        AssumedSessions sessions = new AssumedSessions(new PolicySource() {
            @Override
            public List<Policy> ofRole(String arn) {
                return List.of(Policy.parse(document(role)));
            }

            @Override
            public Bucket ofBucket(String ignored) {
                return bucket.isEmpty() ? PLAIN : new Bucket(Policy.parse(document(bucket)), Optional.empty(), false);
            }
        });
        String narrowed =
                session.isEmpty() ? "" : "&Policy=" + URLEncoder.encode(document(session), StandardCharsets.UTF_8);
        sessions.learn(
                "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2FAllowPutToS3" + narrowed, ANSWER);
        return new StrictS3(BucketOwners.of(Map.of("target", "111111111111")), true, sessions);
    }

    static S3Request request(String method, String key, String query, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of(
                "authorization", "AWS4-HMAC-SHA256 Credential=ASIAROLE/20260101/us-east-1/s3/aws4_request, Signature=x",
                "x-amz-expected-bucket-owner", "111111111111"));
        all.putAll(headers);
        return S3Request.of(
                method, "target", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"), query, all);
    }

    private static String document(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }
}
