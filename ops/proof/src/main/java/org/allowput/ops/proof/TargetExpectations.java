package org.allowput.ops.proof;

import static org.allowput.ops.proof.PolicyDocument.list;
import static org.allowput.ops.proof.PolicyDocument.literal;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.ExpectedGrant;

/** The requests that the statements 1, 2 and 4 expect of account A's role, as policies of IAM. */
final class TargetExpectations {
    private TargetExpectations() {}

    /**
     * Statement 1: who can assume the role, of one of the accounts that it trusts.
     *
     * @param externalIds those that no other account has
     */
    static ExpectedRequests ofTrust(ExpectedGrant trusted, String partition, Collection<String> externalIds) {
        String account = trusted.text("Account");
        ExpectedRequests.Builder expected = new ExpectedRequests.Builder()
                .require("principals of account " + account, """
                    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
                     "Condition": {"StringEquals": {"aws:PrincipalAccount": "%s"}}}
                    """.formatted(literal(account)));
        List<String> roles = trusted.texts("RoleNames");
        if (!roles.isEmpty()) {
            String role = "arn:" + partition + ":iam::" + account + ":role/";
            expected.forbid("never without the role " + String.join(" and ", roles), """
                {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
                 "Condition": {"StringNotEquals": {"aws:PrincipalArn": %s}}}
                """.formatted(list(
                    roles.stream().map(name -> literal(role + name)).toList())));
        }
        if (trusted.has("OrganizationId")) {
            String organization = trusted.text("OrganizationId");
            expected.forbid("never outside of the organization " + organization, """
                {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
                 "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "%s"}}}
                """.formatted(literal(organization)));
        }
        if (trusted.has("RequireMfa")) {
            expected.forbid("never without multi-factor authentication", """
                {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
                 "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
                """);
        }
        return expected.forbid("never without an ExternalId that no other account has", """
            {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
             "Condition": {"StringNotEquals": {"sts:ExternalId": %s}}}
            """.formatted(list(
                        externalIds.stream().map(PolicyDocument::literal).toList())))
                .build();
    }

    /**
     * Statement 2: what a session of the role can do, of which statement 4 demands that it is possible.
     *
     * @param bucket its ARN
     * @param isPublic whether everybody, and so the role, can read what the notes name
     */
    static ExpectedRequests ofSession(ExpectedGrant grant, String bucket, boolean isPublic) {
        String objects = bucket + "/" + grant.text("KeyPrefix") + "*";
        String pattern = literal(bucket + "/" + grant.text("KeyPrefix")) + "*";
        List<String> keys = grant.texts("KmsKeyArn");
        List<String> literalKeys = keys.stream().map(PolicyDocument::literal).toList();
        ExpectedRequests.Builder expected = new ExpectedRequests.Builder();

        expected.require("s3:PutObject on " + objects, """
            {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "%s"}
            """.formatted(pattern));
        if (grant.has("replicateDeletes")) {
            expected.require("s3:DeleteObject on " + objects, """
                {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "%s"}
                """.formatted(pattern));
        }
        if (grant.has("replicateTags")) {
            expected.require("s3:PutObjectTagging on " + objects, """
                {"Effect": "Allow", "Action": "s3:PutObjectTagging", "Resource": "%s"}
                """.formatted(pattern));
        }
        List<String> further = grant.texts("Further");
        if (!further.isEmpty()) {
            expected.require(String.join(" and ", further) + " on " + objects, """
                {"Effect": "Allow", "Action": %s, "Resource": "%s"}
                """.formatted(list(further), pattern));
        }

        expected.forbid("never under a key that the customer provides (SSE-C)", """
            {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
             "Condition": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"}}}
            """);
        expected.forbid("never under another KMS key", """
            {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
             "Condition": {"Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "false"},
                           "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": %s}}}
            """.formatted(list(literalKeys)));
        if (grant.has("writeOnce")) {
            expected.forbid("never put without If-None-Match", """
                {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
                 "Condition": {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}}
                """);
        }
        if (grant.has("DeliveriesPrefix")) {
            String deliveries = bucket + "/" + grant.text("DeliveriesPrefix");
            List<String> actions = Stream.concat(Stream.of("s3:DeleteObject", "s3:PutObjectTagging"), further.stream())
                    .toList();
            expected.forbid("never overwrite, delete or tag an object below " + deliveries, """
                [{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "%1$s*",
                  "Condition": {"Null": {"s3:if-none-match": "true"}}},
                 {"Effect": "Deny", "Action": %2$s, "Resource": "%1$s*"}]
                """.formatted(
                            literal(deliveries), list(actions)));
        }

        if (!keys.isEmpty()) {
            expected.require("use " + String.join(" and ", keys) + " through S3", """
                {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": %s,
                 "Condition": {"StringLike": {"kms:ViaService": "s3.*"}}}
                """.formatted(list(literalKeys)));
            expected.permit("decrypt parts with it", """
                {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": %s,
                 "Condition": {"StringLike": {"kms:ViaService": "s3.*"}}}
                """.formatted(list(literalKeys)));
        }
        if (isPublic) {
            expected.say("and read what everybody can read");
        }
        return expected.build();
    }
}
