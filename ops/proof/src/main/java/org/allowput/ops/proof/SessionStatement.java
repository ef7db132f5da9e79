package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.implies;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;
import static org.allowput.ops.proof.solver.RequestFormulas.hasAction;
import static org.allowput.ops.proof.solver.RequestFormulas.hasArnOfAccount;
import static org.allowput.ops.proof.solver.RequestFormulas.hasKey;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValueBelow;
import static org.allowput.ops.proof.solver.RequestFormulas.isBelow;
import static org.allowput.ops.proof.solver.RequestFormulas.isOn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** What sessions of a role can do that account A grants: statements 2 and 4. */
final class SessionStatement {
    private static final String PUT = "s3:PutObject";
    private static final String CUSTOMER_KEY = "s3:x-amz-server-side-encryption-customer-algorithm";
    private static final String KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    private static final String[] KEY_ACTIONS = {"kms:GenerateDataKey", "kms:Decrypt"};

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html, for all sessions. */
    private static final Policy REVOKED = Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\":"
            + " {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}");

    private final TargetDeployment deployment;
    private final Bucket bucket;
    private final StatementDecider statements;

    SessionStatement(TargetDeployment deployment, StatementDecider statements) {
        this.deployment = deployment;
        this.bucket = deployment.bucket();
        this.statements = statements;
    }

    /** Statement 2. */
    Decision canOnlyPut(MeantGrant grant) {
        Role role = deployment.role(grant);
        String text = "A session of " + role.name() + " can only " + String.join(", ", grant.actions()) + " on "
                + objects(grant) + "*, no put under a key that the customer provides (SSE-C) or under "
                + grant.kmsKeyArn()
                        .map(arn -> "another KMS key, and use " + arn + " through S3")
                        .orElse("a KMS key that it names")
                + (grant.isWriteOnce() ? ", and create no object without If-None-Match" : "")
                + grant.receiptsPrefix()
                        .map(prefix -> "; below " + bucket.arn() + "/" + prefix
                                + " it can only create objects, with If-None-Match, and neither overwrite, delete nor"
                                + " tag any")
                        .orElse("");
        return statements.decide("2", text, requests(role, not(isExpected(grant))), Map.of());
    }

    /** Statement 4. */
    Decision canPut(MeantGrant grant, TrustStatement trust) {
        Role role = deployment.role(grant);
        if (role.identity().stream().anyMatch(policy -> policy.statements().containsAll(REVOKED.statements()))) {
            return statements.decide(
                    "4",
                    role.name() + " is revoked: its sessions can do nothing",
                    requests(role, Constant.TRUE),
                    Map.of());
        }
        Map<String, Question> intended = new LinkedHashMap<>(trust.intended(grant));
        grant.actions()
                .forEach(action -> intended.put(
                        "that a session of " + role.name() + " sends " + action + " on " + objects(grant) + "*",
                        ofBucket(role, and(hasAction(action), isExpected(grant)))));
        grant.kmsKeyArn()
                .flatMap(arn -> bucket.keys().stream()
                        .filter(key -> key.arn().equals(arn))
                        .findFirst())
                .ifPresent(key -> intended.put(
                        "that a session of " + role.name() + " uses " + key.arn(),
                        ofKey(role, key, hasAction(KEY_ACTIONS[0]))));
        return statements.decide(
                "4",
                "Account B can assume " + role.name() + " and put objects as statement 2 says",
                List.of(),
                intended);
    }

    /** All requests that a session of a role is allowed, by what they are about. */
    private List<Question> requests(Role role, Formula further) {
        List<Question> questions = requestsHere(role, further);
        questions.add(Question.allowed(role.arn(), role.authorization(), and(not(isHere()), further)));
        return questions;
    }

    /** Those about the bucket, its access points and keys. */
    List<Question> requestsHere(Role role, Formula further) {
        List<Question> questions = new ArrayList<>(List.of(ofBucket(role, further)));
        bucket.keys().forEach(key -> questions.add(ofKey(role, key, further)));
        bucket.accessPoints()
                .forEach(point -> questions.add(Question.allowed(
                        role.arn(), role.authorization(point.policy(), false), and(isBelow(point.arn()), further))));
        return questions;
    }

    private Question ofBucket(Role role, Formula further) {
        return Question.allowed(
                role.arn(),
                role.authorization(bucket.policy(), false),
                and(isOnBucket(), not(isByAccessPoint()), further));
    }

    private Question ofKey(Role role, Bucket.Key key, Formula further) {
        return Question.allowed(role.arn(), role.authorization(key.policy(), true), and(isOn(key.arn()), further));
    }

    /** The request is about the bucket or an object in it. */
    Formula isOnBucket() {
        return or(isOn(bucket.arn()), isBelow(bucket.arn() + "/"));
    }

    /** By one of the account's own, whose policies are asked. */
    Formula isByAccessPoint() {
        return or(
                hasValue("s3:DataAccessPointAccount", deployment.account()),
                hasArnOfAccount("s3:DataAccessPointArn", deployment.partition(), deployment.account()));
    }

    private Formula isHere() {
        return or(
                isOnBucket(),
                anyOf(bucket.keys(), key -> isOn(key.arn())),
                anyOf(bucket.accessPoints(), point -> isBelow(point.arn())));
    }

    private String objects(MeantGrant grant) {
        return bucket.arn() + "/" + grant.keyPrefix();
    }

    private Formula isExpected(MeantGrant grant) {
        Formula isPut = hasAction(PUT);
        Formula ownKey = grant.kmsKeyArn().map(arn -> hasValue(KMS_KEY, arn)).orElse(Constant.FALSE);
        Formula put = and(
                not(hasKey(CUSTOMER_KEY)),
                or(not(hasKey(KMS_KEY)), ownKey),
                grant.isWriteOnce()
                        ? or(hasKey("s3:if-none-match"), hasValue("s3:ObjectCreationOperation", "false"))
                        : Constant.TRUE);
        return or(
                and(
                        isBelow(objects(grant)),
                        hasAction(grant.actions().toArray(String[]::new)),
                        implies(isPut, put),
                        grant.receiptsPrefix()
                                .map(prefix -> implies(
                                        isBelow(bucket.arn() + "/" + prefix), and(isPut, hasKey("s3:if-none-match"))))
                                .orElse(Constant.TRUE)),
                grant.kmsKeyArn()
                        .map(arn -> and(hasAction(KEY_ACTIONS), isOn(arn), hasValueBelow("kms:ViaService", "s3.")))
                        .orElse(Constant.FALSE));
    }
}
