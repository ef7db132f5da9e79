package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.RequestFormulas.hasAction;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.isCalledByAccount;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.MeantGrant.Trusted;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.FoundRequest;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/** Who can assume a role that account A grants: statement 1. */
final class TrustStatement {
    private static final String EXTERNAL_ID = "sts:ExternalId";

    private final TargetDeployment deployment;
    private final StatementDecider statements;

    TrustStatement(TargetDeployment deployment, StatementDecider statements) {
        this.deployment = deployment;
        this.statements = statements;
    }

    Decision decide(MeantGrant grant) {
        Role role = deployment.role(grant);
        String text =
                "Only " + grant.trusted().stream().map(TrustStatement::words).collect(Collectors.joining(" and "))
                        + " can assume " + role.name() + ", each only with an ExternalId that no other account has";
        Set<String> ids = externalIds(role.trust());
        Formula expected = anyOf(grant.trusted(), trusted -> assumes(trusted, ids));
        Decision decision =
                statements.decide("1", text, List.of(Question.assumed(role.trust(), not(expected))), Map.of());
        return decision.isProven() ? withoutSharedId(decision, grant, ids) : decision;
    }

    /** What a principal of a trusted account sends, for each account. */
    Map<String, Question> intended(MeantGrant grant) {
        Role role = deployment.role(grant);
        Map<String, Question> intended = new LinkedHashMap<>();
        grant.trusted()
                .forEach(trusted -> intended.put(
                        "that " + words(trusted) + " assumes " + role.name(),
                        Question.assumed(role.trust(), assumes(trusted, externalIds(role.trust())))));
        return intended;
    }

    private static String words(Trusted trusted) {
        return (trusted.roleNames().isEmpty() ? "principals" : "the roles " + String.join(" and ", trusted.roleNames()))
                + " of account " + trusted.account()
                + trusted.organizationId()
                        .map(id -> ", while it belongs to the organization " + id + ",")
                        .orElse("")
                + (trusted.mfa() ? " with multi-factor authentication" : "");
    }

    private Formula assumes(Trusted trusted, Set<String> ids) {
        return and(
                hasAction("sts:AssumeRole"),
                isCalledByAccount(trusted.account()),
                trusted.roleNames().isEmpty()
                        ? Constant.TRUE
                        : anyOf(
                                trusted.roleNames(),
                                name -> hasValue(
                                        "aws:PrincipalArn",
                                        "arn:" + deployment.partition() + ":iam::" + trusted.account() + ":role/"
                                                + name)),
                trusted.organizationId()
                        .map(id -> hasValue("aws:PrincipalOrgID", id))
                        .orElse(Constant.TRUE),
                trusted.mfa() ? hasValue("aws:MultiFactorAuthPresent", "true") : Constant.TRUE,
                anyOf(ids, id -> hasValue(EXTERNAL_ID, id)));
    }

    /** What a trust policy compares ExternalIds with, as they are: any other value that it accepts is not agreed. */
    static Set<String> externalIds(Policy trust) {
        return trust.statements().stream()
                .filter(Statement::allow)
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase(EXTERNAL_ID)
                        && condition.operator().equals("StringEquals"))
                .map(Condition::expected)
                .flatMap(List::stream)
                .filter(id -> id.length() > 1)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Decision withoutSharedId(Decision proven, MeantGrant grant, Set<String> ids) {
        for (String id : ids) {
            List<String> accounts = deployment.grants().stream()
                    .flatMap(other -> other.trusted().stream()
                            .filter(trusted ->
                                    externalIds(deployment.role(other).trust()).contains(id))
                            .filter(trusted -> statements
                                    .find(Question.assumed(
                                            deployment.role(other).trust(), assumes(trusted, Set.of(id))))
                                    .filter(FoundRequest::isConfirmed)
                                    .isPresent()))
                    .map(Trusted::account)
                    .distinct()
                    .toList();
            if (accounts.size() > 1 && grant.trusted().stream().anyMatch(own -> accounts.contains(own.account()))) {
                return new Decision(
                        proven.number(),
                        proven.statement(),
                        Verdict.REFUTED,
                        "the accounts " + String.join(" and ", accounts) + " have the same ExternalId");
            }
        }
        return proven;
    }
}
