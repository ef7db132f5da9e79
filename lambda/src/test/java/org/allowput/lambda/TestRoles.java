package org.allowput.lambda;

import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Who the copy acts as, with no more rights than the product's stacks give.
 *
 * @param function credentials of the function's role, in the source account
 * @param putOnly ARN of the target account's role without an opt-in
 * @param writeOnce ARN of the same that may put only where there is no object
 * @param withOptIns ARN of one that may also delete, put tags, and use {@link #KEY}
 */
record TestRoles(AwsCredentialsProvider function, String putOnly, String writeOnce, String withOptIns, Runnable closing)
        implements AutoCloseable {
    /** The key that the target's objects can be encrypted with. */
    static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/11111111-1111-1111-1111-111111111111";

    static final String EXTERNAL_ID = "agreed-between-a-and-b";

    static TestRoles in(Emulator emulator) {
        String function = role(emulator.source(), "Function", Emulator.SOURCE_ACCOUNT, "", """
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::%s:role/*"},
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging",
             "s3:GetObjectVersionTagging"], "Resource": "arn:aws:s3:::%s/*"},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::%s"}
            """.formatted(
                        Emulator.TARGET_ACCOUNT, CopyFixture.SOURCE, CopyFixture.SOURCE));
        String condition = """
            , "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}\
            """.formatted(EXTERNAL_ID);
        String put = target(emulator, "AllowPutToS3", condition, "\"s3:PutObject\"", denyKeysOtherThan(""));
        String once = target(
                emulator,
                "AllowPutToS3Once",
                condition,
                "\"s3:PutObject\"",
                denyKeysOtherThan("")
                        + deny("\"Bool\": {\"s3:ObjectCreationOperation\": \"true\"},"
                                + " \"Null\": {\"s3:if-none-match\": \"true\"}"));
        String more = target(
                emulator,
                "AllowPutToS3WithOptIns",
                condition,
                "\"s3:PutObject\", \"s3:PutObjectTagging\", \"s3:DeleteObject\"",
                """
                , {"Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "%s",
                 "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}}
                """.formatted(KEY) + denyKeysOtherThan(KEY));
        StsAssumeRoleCredentialsProvider credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(emulator.source().sts())
                .refreshRequest(request -> request.roleArn(function).roleSessionName("function"))
                .build();
        return new TestRoles(credentials, put, once, more, credentials::close);
    }

    /** What the stacks deny to each role: keys of others. */
    private static String denyKeysOtherThan(String kmsKey) {
        String header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
        return deny("\"Null\": {\"s3:x-amz-server-side-encryption-customer-algorithm\": \"false\"}")
                + deny("\"Null\": {\"%1$s\": \"false\"}, \"StringNotEquals\": {\"%1$s\": \"%2$s\"}"
                        .formatted(header, kmsKey));
    }

    private static String deny(String condition) {
        return """
            , {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*", "Condition": {%s}}
            """.formatted(CopyFixture.TARGET, condition);
    }

    private static String target(Emulator emulator, String name, String condition, String actions, String more) {
        return role(emulator.target(), name, Emulator.SOURCE_ACCOUNT, condition, """
            {"Effect": "Allow", "Action": [%s], "Resource": "arn:aws:s3:::%s/*"}%s
            """.formatted(
                        actions, CopyFixture.TARGET, more));
    }

    private static String role(Account account, String name, String trusted, String condition, String statements) {
        String arn = account.iam()
                .createRole(
                        role -> role.roleName(name).assumeRolePolicyDocument(policy("""
                            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Action": "sts:AssumeRole"%s}
                            """.formatted(trusted, condition))))
                .role()
                .arn();
        account.iam().putRolePolicy(role -> role.roleName(name).policyName(name).policyDocument(policy(statements)));
        return arn;
    }

    private static String policy(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }

    @Override
    public void close() {
        closing.run();
    }
}
