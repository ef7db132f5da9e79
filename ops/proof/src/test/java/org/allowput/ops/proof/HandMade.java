package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.MeantGrant.Trusted;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;

/** Account A with a role that was made by hand, and other roles; each policy can be changed. */
final class HandMade {
    static final String ROLE = "arn:aws:iam::111111111111:role/AllowPutToS3";

    private static final String TRUST = """
        [{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"sts:AssumeRole",
          "Condition":{"StringEquals":{"sts:ExternalId":["agreed-1"]}}}]\
        """;
    private static final String PUT = """
        [{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::target/*"},
         {"Effect":"Deny","Action":"s3:PutObject","Resource":"*",
          "Condition":{"Null":{"s3:x-amz-server-side-encryption-customer-algorithm":"false"}}},
         {"Effect":"Deny","Action":"s3:PutObject","Resource":"*",
          "Condition":{"Null":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"false"}}}]\
        """;
    private static final String BUCKET = """
        [{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::target","arn:aws:s3:::target/*"],
          "Condition":{"Bool":{"aws:SecureTransport":"false"}}},
         {"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject",
          "Resource":"arn:aws:s3:::target/logs/*","Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}}},
         {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/Admin"},"Action":"s3:*",
          "Resource":"arn:aws:s3:::target/*"}]\
        """;
    private static final String KEY = """
        [{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"}]\
        """;

    final List<Object> trust = statements(TRUST);
    final List<Object> role = statements(PUT);
    final List<Object> boundary = new ArrayList<>();
    final List<Object> bucket = statements(BUCKET);
    final List<Object> key = statements(KEY);
    final List<Object> accessPoint = new ArrayList<>();
    final List<Role> others = new ArrayList<>();

    HandMade() {
        other("Admin", statements("""
            [{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111111111111:saml-provider/p"},
              "Action":"sts:AssumeRoleWithSAML"}]\
            """), statements("""
                [{"Effect":"Allow","Action":"*","Resource":"*"}]\
                """));
        other("Job", statements("""
            [{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]\
            """), statements("""
                [{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::target/*"}]\
                """));
        other("Auditors", statements("""
            [{"Effect":"Allow","Principal":{"AWS":"333333333333"},"Action":"sts:AssumeRole"}]\
            """), statements("""
                [{"Effect":"Allow","Action":["cloudtrail:*","iam:Get*"],"Resource":"*"}]\
                """));
    }

    static List<Object> statements(String json) {
        try {
            return new ArrayList<>(JSON.std.listFrom(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Policy policy(List<Object> statements) {
        return statements.isEmpty()
                ? new Policy(List.of())
                : Policy.of(Map.of("Version", "2012-10-17", "Statement", statements));
    }

    void other(String name, List<Object> trust, List<Object> policy) {
        others.add(new Role(
                "arn:aws:iam::111111111111:role/" + name,
                policy(trust),
                List.of(policy(policy)),
                Optional.empty(),
                List.of()));
    }

    TargetDeployment deployment() {
        return deployment(new MeantGrant(
                "AllowPutToS3",
                List.of(new Trusted("222222222222", List.of(), Optional.empty(), false)),
                "",
                Set.of(),
                Optional.empty(),
                Optional.empty()));
    }

    TargetDeployment deployment(MeantGrant grant) {
        List<Role> roles = new ArrayList<>(others);
        roles.add(new Role(
                ROLE,
                policy(trust),
                List.of(policy(role)),
                boundary.isEmpty() ? Optional.empty() : Optional.of(policy(boundary)),
                List.of()));
        return new TargetDeployment(
                "aws",
                "111111111111",
                roles,
                new Bucket(
                        "arn:aws:s3:::target",
                        policy(bucket),
                        false,
                        true,
                        accessPoint.isEmpty()
                                ? List.of()
                                : List.of(new AccessPoint(
                                        "arn:aws:s3:us-east-1:111111111111:accesspoint/ap",
                                        policy(accessPoint),
                                        false)),
                        List.of(new Bucket.Key("arn:aws:kms:us-east-1:111111111111:key/k", policy(key)))),
                List.of(grant));
    }
}
