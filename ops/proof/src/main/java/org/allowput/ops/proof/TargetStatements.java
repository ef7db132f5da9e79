package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.ops.proof.RequestPolicies.Requests;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/** The statements about account A, by the numbers of docs/security.md. */
final class TargetStatements {
    private final TargetDeployment deployment;
    private final RequestPolicies requests;
    private final BucketQuestions questions;
    private final StatementDecider statements;

    private TargetStatements(TargetDeployment deployment) {
        this.deployment = deployment;
        this.requests = new RequestPolicies(Map.of(
                "partition", List.of(deployment.partition()),
                "account", List.of(deployment.account()),
                "bucket", List.of(deployment.bucket().arn())));
        this.questions = new BucketQuestions(deployment.bucket(), requests);
        this.statements = new StatementDecider(
                new Prover(deployment.partition()),
                deployment.grants().stream()
                        .flatMap(grant -> externalIds(grant).stream())
                        .collect(Collectors.toSet()));
    }

    /** Decides all of them. */
    static ProofReport decide(TargetDeployment deployment) {
        return new TargetStatements(deployment).report();
    }

    private ProofReport report() {
        List<String> notes = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new OthersStatement(deployment, requests, questions, statements, notes).decide());
        deployment.grants().forEach(grant -> decisions.addAll(decisions(grant)));
        decisions.sort(Comparator.comparing(Decision::number));
        // Statement 5.
        RequestPolicies covered =
                deployment.bucket().objectsAreOwned() ? requests : requests.with(Map.of("objectLists", List.of()));
        return new ProofReport(
                deployment.grants().stream().map(MeantGrant::words).toList(),
                decisions,
                notes,
                covered.of("not covered of A").words());
    }

    private List<Decision> decisions(MeantGrant grant) {
        Role role = deployment.role(grant);
        List<Requests> trusted = grant.trusted().stream()
                .map(account -> trusted(account, externalIds(grant)))
                .toList();
        Requests session = requests.with(grant.values())
                .with(Map.of("KeyPrefix", List.of(grant.text("KeyPrefix"))))
                .of("session");
        List<Question> allowed = questions.all(role);
        Decision assumed = withOwnExternalId(
                grant,
                statements.decide(
                        "1",
                        "Only " + trusted.stream().map(Requests::text).collect(Collectors.joining(", and "))
                                + ", can assume " + role.name(),
                        List.of(assumed(grant)
                                .never(trusted.stream().map(Requests::all).toArray(Policy[]::new))),
                        Map.of()));
        Decision only = statements.decide(
                "2",
                "A session of " + role.name() + " can only " + session.text(),
                session.violations(allowed),
                Map.of());
        List<Statement> revoked = requests.policy("revoked").statements();
        if (role.identity().stream().anyMatch(policy -> policy.statements().containsAll(revoked))) {
            String text = role.name() + " is revoked: its sessions can do nothing";
            return List.of(assumed, only, statements.decide("4", text, allowed, Map.of()));
        }
        Map<String, List<Question>> intended = session.intended(allowed);
        trusted.forEach(each -> intended.putAll(each.intended(List.of(assumed(grant)))));
        return List.of(
                assumed,
                only,
                statements.decide(
                        "4",
                        "Account B can assume " + role.name() + " and put objects as statement 2 says",
                        List.of(),
                        intended));
    }

    private Question assumed(MeantGrant grant) {
        return Question.allowedToOthers(deployment.role(grant).trust());
    }

    /** What an account is meant to send that may assume a role. */
    private Requests trusted(MeantGrant account, Set<String> externalIds) {
        return requests.with(account.values())
                .with(Map.of("externalIds", List.copyOf(externalIds)))
                .of("trust");
    }

    /**
     * What the role's trust policy compares ExternalIds with, as they are: any other value that it accepts is not
     * agreed.
     */
    private Set<String> externalIds(MeantGrant grant) {
        return deployment.role(grant).trust().statements().stream()
                .filter(Statement::allow)
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase("sts:ExternalId")
                        && condition.operator().equals("StringEquals"))
                .flatMap(condition -> condition.expected().stream())
                .filter(id -> id.length() > 1)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Decision withOwnExternalId(MeantGrant grant, Decision proven) {
        return externalIds(grant).stream()
                .map(this::accounts)
                .filter(accounts -> accounts.size() > 1 && proven.isProven())
                .findFirst()
                .map(accounts -> Decision.refuted(
                        proven.number(),
                        proven.statement(),
                        "the accounts " + String.join(" and ", accounts) + " have the same ExternalId"))
                .orElse(proven);
    }

    /** Those that can assume a role with an ExternalId. */
    private Set<String> accounts(String externalId) {
        return deployment.grants().stream()
                .flatMap(grant -> grant.trusted().stream()
                        .filter(account -> statements.isPossible(assumed(grant)
                                .only(trusted(account, Set.of(externalId)).all())))
                        .map(account -> account.text("Account")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
