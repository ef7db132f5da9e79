package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.TargetGrant;
import org.allowput.ops.proof.template.TargetGrant.RoleGrant;
import org.allowput.ops.proof.template.TargetGrant.TrustedPrincipal;
import org.allowput.ops.proof.template.Text;

/** Who can assume the roles of account A. */
final class TrustProof {
    private final Roles roles;
    private final TargetGrant grant;
    private final PolicyEvaluation policies;
    private final SymbolicRequest request;
    private final Logic logic;

    TrustProof(Roles roles, TargetGrant grant, PolicyEvaluation policies) {
        this.roles = roles;
        this.grant = grant;
        this.policies = policies;
        this.request = policies.request();
        this.logic = request.logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (RoleGrant role : grant.roles()) {
            claims.add(assumedByTrustedPrincipals(role));
            claims.add(trustsForNothingElse(role));
        }
        claims.add(noOtherRole());
        claims.add(noSharedExternalId());
        return claims;
    }

    private Claim assumedByTrustedPrincipals(RoleGrant role) {
        BoolExpr assumed = logic.and(
                request.hasAction("sts:AssumeRole"),
                policies.isAllowedBy(roles.named(role.roleName()).trust()));
        return new Claim(
                "Only " + names(role) + " can assume " + role.roleName()
                        + ", and only with an ExternalId agreed with that account",
                logic.and(assumed, logic.not(logic.anyOf(role.trusted(), this::hasItsExternalId))),
                roles.named(role.roleName()).isTrustRevoked()
                        ? List.of()
                        : role.trusted().stream()
                                .flatMap(trusted -> trusted.externalIds().stream()
                                        .map(id -> logic.and(assumed, isTrusted(trusted), presents(id))))
                                .toList());
    }

    private BoolExpr hasItsExternalId(TrustedPrincipal trusted) {
        return logic.and(isTrusted(trusted), logic.anyOf(trusted.externalIds(), this::presents));
    }

    /** The ExternalId of that parameter, which an empty one is not. */
    private BoolExpr presents(String parameter) {
        return logic.and(
                request.hasKey("sts:ExternalId", Text.ofParameter(parameter)),
                logic.not(request.hasKey("sts:ExternalId", Text.EMPTY)));
    }

    private BoolExpr isTrusted(TrustedPrincipal trusted) {
        return logic.and(
                request.isCalledByAccount(trusted.account()),
                isAnyOf(trusted),
                logic.or(
                        logic.isEmpty(trusted.organizationId()),
                        request.hasKey("aws:PrincipalOrgID", trusted.organizationId())),
                logic.or(
                        logic.not(logic.equal(logic.text(trusted.mfa()), TargetGrant.ON)),
                        request.hasKey("aws:MultiFactorAuthPresent", TargetGrant.ON)));
    }

    private BoolExpr isAnyOf(TrustedPrincipal trusted) {
        return trusted.roleNames().isEmpty()
                ? logic.bool(true)
                : logic.anyOf(
                        trusted.roleNames(),
                        name -> logic.or(
                                logic.isEmpty(name), request.hasKey("aws:PrincipalArn", grant.roleArn(trusted, name))));
    }

    private Claim trustsForNothingElse(RoleGrant role) {
        BoolExpr allowed = policies.isAllowedBy(roles.named(role.roleName()).trust());
        return new Claim(
                "The trust policy of " + role.roleName() + " allows nothing but sts:AssumeRole",
                logic.and(allowed, logic.not(request.hasAction("sts:AssumeRole"))),
                List.of());
    }

    private Claim noOtherRole() {
        List<Text> granted = grant.roles().stream().map(RoleGrant::roleName).toList();
        return new Claim(
                "No other role than " + granted + " can be assumed",
                logic.anyOf(roles.except(granted), role -> policies.isAllowedBy(role.trust())),
                List.of());
    }

    private Claim noSharedExternalId() {
        List<TrustedPrincipal> accounts =
                grant.roles().stream().flatMap(role -> role.trusted().stream()).toList();
        List<BoolExpr> shared = new ArrayList<>();
        for (TrustedPrincipal one : accounts) {
            for (TrustedPrincipal other : accounts.subList(accounts.indexOf(one) + 1, accounts.size())) {
                for (String id : one.externalIds()) {
                    shared.add(logic.and(
                            logic.not(logic.isEmpty(Text.ofParameter(id))),
                            logic.anyOf(
                                    other.externalIds(),
                                    otherId ->
                                            logic.equal(logic.text(Text.ofParameter(id)), Text.ofParameter(otherId)))));
                }
            }
        }
        return Claim.ofTemplate(
                "No two accounts share an ExternalId: CloudFormation refuses to deploy that",
                logic.anyOf(shared, same -> same));
    }

    private String names(RoleGrant role) {
        return role.trusted().stream()
                .map(trusted -> (trusted.roleNames().isEmpty()
                                ? "principals of account " + trusted.account()
                                : trusted.roleNames().stream()
                                        .map(name ->
                                                grant.roleArn(trusted, name).toString())
                                        .collect(Collectors.joining(", ")))
                        + (trusted.organizationId().equals(Text.EMPTY)
                                ? ""
                                : " in organization " + trusted.organizationId())
                        + (TargetGrant.isPossiblyOn(trusted.mfa())
                                ? " with MFA" + TargetGrant.unlessLiteral(trusted.mfa())
                                : ""))
                .collect(Collectors.joining(" and "));
    }
}
