package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** Asks for requests of roles of account A: about the bucket, its access points and keys, and about what else. */
record BucketRequests(TargetDeployment deployment) {
    /** All requests that a session of a role is allowed, by what they are about. */
    List<Question> all(Role role) {
        List<Question> questions = here(role);
        Bucket bucket = deployment.bucket();
        List<String> here = new ArrayList<>(List.of(bucket.arn(), bucket.arn() + "/*"));
        bucket.keys().forEach(key -> here.add(key.arn()));
        bucket.accessPoints().forEach(point -> here.add(point.arn() + "*"));
        questions.add(Question.allowed(role.arn(), role.authorization()).never(RequestPolicies.on(here)));
        return questions;
    }

    /** Those about the bucket, its access points and keys. */
    List<Question> here(Role role) {
        Bucket bucket = deployment.bucket();
        List<Question> questions = new ArrayList<>();
        questions.add(Question.allowed(role.arn(), role.authorization(bucket.policy(), false))
                .only(isOnBucket())
                .never(isByAccessPoint()));
        bucket.keys()
                .forEach(key -> questions.add(Question.allowed(role.arn(), role.authorization(key.policy(), true))
                        .only(RequestPolicies.on(List.of(key.arn())))));
        bucket.accessPoints()
                .forEach(point -> questions.add(Question.allowed(role.arn(), role.authorization(point.policy(), false))
                        .only(RequestPolicies.on(List.of(point.arn() + "*")))));
        return questions;
    }

    /** The request is about the bucket or an object in it. */
    Policy isOnBucket() {
        String arn = deployment.bucket().arn();
        return RequestPolicies.on(List.of(arn, arn + "/*"));
    }

    /** By one of the account's own, whose policies are asked. */
    Policy[] isByAccessPoint() {
        return new Policy[] {
            RequestPolicies.where("StringEquals", "s3:DataAccessPointAccount", deployment.account()),
            RequestPolicies.where("ArnLike", "s3:DataAccessPointArn", arnsOfAccount())
        };
    }

    /** A pattern of the ARNs of the account's resources. */
    String arnsOfAccount() {
        return "arn:" + deployment.partition() + ":?*:*:" + deployment.account() + ":*";
    }
}
