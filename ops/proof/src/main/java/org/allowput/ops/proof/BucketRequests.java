package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;
import static org.allowput.ops.proof.solver.RequestFormulas.hasArnOfAccount;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.isBelow;
import static org.allowput.ops.proof.solver.RequestFormulas.isOn;

import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Question;

/** Asks for requests of roles of account A: about the bucket, its access points and keys, and about what else. */
record BucketRequests(TargetDeployment deployment) {
    /** All requests that a session of a role is allowed, by what they are about. */
    List<Question> all(Role role, Formula further) {
        Bucket bucket = deployment.bucket();
        Formula isHere = or(
                isOnBucket(),
                anyOf(bucket.keys(), key -> isOn(key.arn())),
                anyOf(bucket.accessPoints(), point -> isBelow(point.arn())));
        List<Question> questions = here(role, further);
        questions.add(Question.allowed(role.arn(), role.authorization(), and(not(isHere), further)));
        return questions;
    }

    /** Those about the bucket, its access points and keys. */
    List<Question> here(Role role, Formula further) {
        Bucket bucket = deployment.bucket();
        List<Question> questions = new ArrayList<>();
        questions.add(Question.allowed(
                role.arn(),
                role.authorization(bucket.policy(), false),
                and(isOnBucket(), not(isByAccessPoint()), further)));
        bucket.keys()
                .forEach(key -> questions.add(Question.allowed(
                        role.arn(), role.authorization(key.policy(), true), and(isOn(key.arn()), further))));
        bucket.accessPoints()
                .forEach(point -> questions.add(Question.allowed(
                        role.arn(), role.authorization(point.policy(), false), and(isBelow(point.arn()), further))));
        return questions;
    }

    /** The request is about the bucket or an object in it. */
    Formula isOnBucket() {
        return or(isOn(deployment.bucket().arn()), isBelow(deployment.bucket().arn() + "/"));
    }

    /** By one of the account's own, whose policies are asked. */
    Formula isByAccessPoint() {
        return or(
                hasValue("s3:DataAccessPointAccount", deployment.account()),
                hasArnOfAccount("s3:DataAccessPointArn", deployment.partition(), deployment.account()));
    }
}
