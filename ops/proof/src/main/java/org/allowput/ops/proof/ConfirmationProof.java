package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.TargetGrant;
import org.allowput.ops.proof.template.TargetGrant.RoleGrant;
import org.allowput.ops.proof.template.Text;

/**
 * What account A's jobs can do that compute checksums of the copies, and that no session of account B reaches their
 * manifests and reports. {@link TrustProof} states who can assume the jobs' role.
 */
final class ConfirmationProof {
    private final Roles roles;
    private final TargetGrant grant;
    private final PolicyEvaluation policies;
    private final SymbolicRequest request;
    private final Logic logic;

    ConfirmationProof(Roles roles, TargetGrant grant, PolicyEvaluation policies) {
        this.roles = roles;
        this.grant = grant;
        this.policies = policies;
        this.request = policies.request();
        this.logic = request.logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        if (grant.hasJobs()) {
            claims.add(bucketIsNotTheTarget());
            roles.except(grant.roles().stream().map(RoleGrant::roleName).toList())
                    .forEach(role -> claims.add(readsCopies(role)));
        }
        return claims;
    }

    /** {@link SessionProof} states that no session reaches another bucket than the target bucket. */
    private Claim bucketIsNotTheTarget() {
        return Claim.ofTemplate(
                "No session reaches manifests and reports of jobs: " + grant.confirmBucket() + " is not "
                        + grant.bucket(),
                logic.and(
                        policies.conditionalRules(),
                        logic.not(logic.isEmpty(grant.confirmBucket())),
                        logic.equal(logic.text(grant.bucket()), grant.confirmBucket())));
    }

    private Claim readsCopies(Roles.Role role) {
        Text copies = grant.arn(grant.bucket()).then("/");
        Text files = grant.arn(grant.confirmBucket()).then("/confirmations/");
        boolean hasKey = !grant.kmsKeyArn().equals(Text.EMPTY);
        List<BoolExpr> lines = new ArrayList<>(List.of(
                logic.and(
                        request.hasAction("s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"),
                        request.isBelow(copies)),
                logic.and(
                        request.hasAction("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                        request.isBelow(files))));
        if (hasKey) {
            lines.add(logic.and(
                    logic.not(logic.isEmpty(grant.kmsKeyArn())),
                    request.hasAction("kms:Decrypt"),
                    request.isOn(grant.kmsKeyArn())));
        }
        BoolExpr allowed = isAllowedTo(role);
        return new Claim(
                "A job that computes checksums, as " + role.name() + ", can only read and restore " + copies
                        + "*, read and put " + files + "*" + (hasKey ? ", and decrypt with " + grant.kmsKeyArn() : ""),
                logic.and(allowed, logic.not(logic.anyOf(lines, line -> line))),
                lines.stream().map(line -> logic.and(allowed, line)).toList());
    }

    private BoolExpr isAllowedTo(Roles.Role role) {
        return logic.and(request.isCalledByRole(role.arn()), policies.isAllowedBy(role.policy()));
    }
}
