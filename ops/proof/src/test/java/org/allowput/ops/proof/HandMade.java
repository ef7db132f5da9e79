package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;

/** Account A with a role that was made by hand, and other roles; each policy can be changed. */
final class HandMade {
    static final String ROLE = "arn:aws:iam::111111111111:role/AllowPutToS3";

    final List<Object> trust;
    final List<Object> role;
    final List<Object> boundary = new ArrayList<>();
    final List<Object> bucket;
    final List<Object> key;
    final List<Object> accessPoint = new ArrayList<>();
    final List<Role> others = new ArrayList<>();
    /** Opt-ins, with receipts that are delivered. */
    final List<String> allowed = new ArrayList<>();

    /** As {@code hand-made.json} says. */
    HandMade() {
        this((Map<?, ?>) PublishedTemplates.json("hand-made.json"));
    }

    /** @param made as {@code hand-made.json} has it */
    HandMade(Map<?, ?> made) {
        trust = statements(made, "trust");
        role = statements(made, "role");
        bucket = statements(made, "bucket");
        key = statements(made, "key");
        ((Map<?, ?>) Objects.requireNonNull(made.get("others")))
                .forEach((name, other) -> other(
                        String.valueOf(name),
                        statements((Map<?, ?>) other, "trust"),
                        statements((Map<?, ?>) other, "role")));
    }

    private static List<Object> statements(Map<?, ?> made, String name) {
        return new ArrayList<>((List<?>) made.get(name));
    }

    static Policy policy(List<Object> statements) {
        return statements.isEmpty()
                ? Policy.NOTHING
                : Policy.of(Map.of("Version", "2012-10-17", "Statement", statements));
    }

    void other(String name, List<Object> trust, List<Object> policy) {
        others.add(new Role(
                "arn:aws:iam::111111111111:role/" + name,
                policy(trust),
                List.of(policy(policy)),
                List.of(),
                List.of()));
    }

    static ExpectedGrant grant(List<String> allowed) {
        return ExpectedGrant.of("AllowPutToS3", "target", List.of("222222222222"), "", allowed);
    }

    TargetDeployment deployment() {
        ExpectedGrant grant = grant(allowed);
        Map<String, List<String>> values = new TreeMap<>(grant.values());
        values.put("DeliveriesPrefix", List.of("_deliveries/"));
        List<Role> roles = new ArrayList<>(others);
        roles.add(new Role(
                ROLE,
                policy(trust),
                List.of(policy(role)),
                boundary.isEmpty() ? List.of() : List.of(policy(boundary)),
                List.of()));
        return new TargetDeployment(
                "aws",
                "111111111111",
                roles,
                new Bucket(
                        "arn:aws:s3:::target",
                        policy(bucket),
                        true,
                        accessPoint.isEmpty()
                                ? List.of()
                                : List.of(new AccessPoint(
                                        "arn:aws:s3:us-east-1:111111111111:accesspoint/ap", policy(accessPoint))),
                        List.of(new Bucket.Key("arn:aws:kms:us-east-1:111111111111:key/k", policy(key)))),
                List.of(allowed.isEmpty() ? grant : new ExpectedGrant(values, grant.trusted())));
    }
}
