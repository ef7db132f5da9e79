package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.TargetGrant;
import org.allowput.ops.proof.template.TargetGrant.RoleGrant;
import org.allowput.ops.proof.template.Text;

/** What a session of account A's roles can do. */
final class SessionProof {
    private static final String PUT = "s3:PutObject";
    private static final String CUSTOMER_KEY = "s3:x-amz-server-side-encryption-customer-algorithm";
    private static final String KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

    /** The action that each opt-in adds, on the objects that the role may put. */
    private static final Map<String, String> ACTIONS = new TreeMap<>(Map.of(
            "replicateDeletes", "s3:DeleteObject",
            "replicateTags", "s3:PutObjectTagging"));

    private final Roles roles;
    private final TargetGrant grant;
    private final PolicyEvaluation policies;
    private final SymbolicRequest request;
    private final Logic logic;

    SessionProof(Roles roles, TargetGrant grant, PolicyEvaluation policies) {
        this.roles = roles;
        this.grant = grant;
        this.policies = policies;
        this.request = policies.request();
        this.logic = request.logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (RoleGrant role : grant.roles()) {
            claims.add(sessionsOnlyPut(role));
            claims.add(noCustomerKey(role));
            claims.add(noForeignKmsKey(role));
            if (TargetGrant.isPossiblyOn(grant.writeOnce())) {
                claims.add(noUnconditionalPut(role));
            }
            grant.roles().stream()
                    .filter(other -> !other.equals(role))
                    .filter(other -> !areNested(role.keyPrefix(), other.keyPrefix()))
                    .forEach(other -> claims.add(apart(role, other)));
        }
        claims.add(bucketPolicyAllowsNothing());
        return claims;
    }

    private Claim sessionsOnlyPut(RoleGrant role) {
        BoolExpr onItsObjects = policies.isOnAny(grant.objects(role), "Grant");
        List<BoolExpr> expected = new ArrayList<>(List.of(logic.and(request.hasAction(PUT), onItsObjects)));
        List<String> added = new ArrayList<>();
        ACTIONS.forEach((optIn, action) -> {
            Text value = grant.optIns().getOrDefault(optIn, Text.EMPTY);
            if (TargetGrant.isPossiblyOn(value)) {
                added.add(action + TargetGrant.unlessLiteral(value));
                expected.add(logic.and(
                        logic.equal(logic.text(value), TargetGrant.ON), request.hasAction(action), onItsObjects));
            }
        });
        if (!grant.kmsKeyArn().equals(Text.EMPTY)) {
            expected.add(logic.and(
                    logic.not(logic.isEmpty(grant.kmsKeyArn())),
                    request.hasAction("kms:GenerateDataKey", "kms:Decrypt"),
                    request.isOn(grant.kmsKeyArn()),
                    request.hasKeyThatStartsWith("kms:ViaService", Text.of("s3."))));
        }
        BoolExpr allowed = isAllowedTo(role);
        return new Claim(
                "A session of " + role.roleName() + " can only "
                        + Stream.concat(Stream.of(PUT), added.stream()).collect(Collectors.joining(", ")) + " on "
                        + grant.objects(role)
                        + (grant.kmsKeyArn().equals(Text.EMPTY)
                                ? ""
                                : ", and use the key " + grant.kmsKeyArn() + " through S3"),
                logic.and(allowed, logic.not(logic.anyOf(expected, line -> line))),
                unlessRevoked(
                        role,
                        expected.stream().map(line -> logic.and(allowed, line)).toList()));
    }

    private Claim noCustomerKey(RoleGrant role) {
        return new Claim(
                "No put by " + role.roleName() + " uses a key that the customer provides (SSE-C)",
                logic.and(isPutBy(role), request.hasKey(CUSTOMER_KEY)),
                unlessRevoked(role, List.of(logic.and(isPutBy(role), logic.not(request.hasKey(CUSTOMER_KEY))))));
    }

    private Claim noForeignKmsKey(RoleGrant role) {
        boolean hasKey = !grant.kmsKeyArn().equals(Text.EMPTY);
        BoolExpr isOwn =
                logic.and(logic.not(logic.isEmpty(grant.kmsKeyArn())), request.hasKey(KMS_KEY, grant.kmsKeyArn()));
        List<BoolExpr> intended = new ArrayList<>();
        intended.add(logic.and(isPutBy(role), logic.not(request.hasKey(KMS_KEY))));
        if (hasKey) {
            intended.add(logic.and(isPutBy(role), isOwn));
        }
        return new Claim(
                "No put by " + role.roleName() + " names a KMS key"
                        + (hasKey ? " other than " + grant.kmsKeyArn() : ""),
                logic.and(isPutBy(role), request.hasKey(KMS_KEY), logic.not(isOwn)),
                unlessRevoked(role, intended));
    }

    private Claim noUnconditionalPut(RoleGrant role) {
        BoolExpr creates = request.hasKey("s3:ObjectCreationOperation", Text.of("true"));
        BoolExpr conditional = request.hasKey("s3:if-none-match");
        BoolExpr put = logic.and(logic.equal(logic.text(grant.writeOnce()), TargetGrant.ON), isPutBy(role));
        return new Claim(
                "No request of " + role.roleName() + " creates an object without If-None-Match"
                        + TargetGrant.unlessLiteral(grant.writeOnce()),
                logic.and(put, creates, logic.not(conditional)),
                unlessRevoked(
                        role,
                        List.of(
                                logic.and(put, creates, conditional),
                                logic.and(put, logic.not(creates), logic.not(conditional)))));
    }

    /** A revoked role is meant to be of no use. */
    private List<BoolExpr> unlessRevoked(RoleGrant role, List<BoolExpr> intended) {
        return roles.named(role.roleName()).isRevoked() ? List.of() : intended;
    }

    /** Of prefixes of which neither is a beginning of the other: the settings say that the two share nothing. */
    private Claim apart(RoleGrant role, RoleGrant other) {
        BoolExpr nested = logic.or(
                logic.startsWith(logic.text(role.keyPrefix()), other.keyPrefix()),
                logic.startsWith(logic.text(other.keyPrefix()), role.keyPrefix()));
        return new Claim(
                "A session of " + role.roleName() + " reaches no object of " + other.roleName() + ", "
                        + grant.objects(other)
                        + (role.keyPrefix().literal().isPresent()
                                        && other.keyPrefix().literal().isPresent()
                                ? ""
                                : " (where no prefix is a beginning of the other)"),
                logic.and(logic.not(nested), isAllowedTo(role), policies.isOnAny(grant.objects(other), "Grant")),
                List.of());
    }

    /** Prefixes of which one is known to be a beginning of the other: the roles share objects, as the grant says. */
    private static boolean areNested(Text one, Text other) {
        return one.equals(Text.EMPTY)
                || other.equals(Text.EMPTY)
                || (one.literal().isPresent()
                        && other.literal().isPresent()
                        && (one.toString().startsWith(other.toString())
                                || other.toString().startsWith(one.toString())));
    }

    private Claim bucketPolicyAllowsNothing() {
        return new Claim(
                "No policy of a bucket that the stack creates allows anything to anyone",
                logic.anyOf(roles.policies("AWS::S3::BucketPolicy"), policies::isAllowedBy),
                List.of());
    }

    private BoolExpr isPutBy(RoleGrant role) {
        return logic.and(request.hasAction(PUT), isAllowedTo(role));
    }

    /** By a session of the role. */
    private BoolExpr isAllowedTo(RoleGrant role) {
        return logic.and(
                request.isCalledByRole(roles.named(role.roleName()).arn()),
                policies.isAllowedBy(roles.named(role.roleName()).policy()));
    }
}
