package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.ops.proof.RequestPolicies.Requests;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/** The statements about account A, by the numbers of docs/security.md. */
record TargetStatements(
        TargetDeployment deployment, RequestPolicies requests, BucketQuestions questions, StatementDecider statements) {
    /** Decides all of them. */
    static ProofReport decide(TargetDeployment deployment) {
        RequestPolicies requests = new RequestPolicies(Map.of(
                "partition", List.of(deployment.partition()),
                "account", List.of(deployment.account()),
                "bucket", List.of(deployment.bucket().arn())));
        Set<String> secrets = deployment.grants().stream()
                .flatMap(grant -> externalIds(deployment.role(grant)).stream())
                .collect(Collectors.toSet());
        StatementDecider statements = new StatementDecider(new Prover(deployment.partition()), secrets);
        BucketQuestions questions = new BucketQuestions(deployment.bucket(), requests);
        boolean isPublic = questions.publicReadsByAddress().values().stream()
                .anyMatch(question -> statements.find(question).isPresent());
        return new TargetStatements(
                        deployment,
                        isPublic ? requests.with(Map.of("publicReads", List.of())) : requests,
                        questions,
                        statements)
                .report();
    }

    private ProofReport report() {
        List<String> notes = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new ExternalAccessStatement(deployment, requests, questions, statements, notes).decide());
        deployment.grants().forEach(grant -> decisions.addAll(decisions(grant)));
        decisions.sort(Comparator.comparing(Decision::number));
        // Statement 5.
        RequestPolicies covered =
                deployment.bucket().objectsAreOwned() ? requests : requests.with(Map.of("objectLists", List.of()));
        return new ProofReport(
                deployment.grants().stream().map(TargetStatements::expected).toList(),
                List.of(),
                decisions,
                notes,
                covered.of("not covered of A").words());
    }

    private static String expected(ExpectedGrant grant) {
        List<String> accounts =
                grant.trusted().stream().map(each -> each.text("Account")).toList();
        return new RequestPolicies(grant.values())
                .with(Map.of("accounts", accounts))
                .of("expected of A")
                .text();
    }

    private List<Decision> decisions(ExpectedGrant grant) {
        Role role = deployment.role(grant);
        List<Requests> trusted = grant.trusted().stream()
                .map(account -> trusted(account, externalIds(role)))
                .toList();
        // What the template says it means has no say in what the deployment is.
        RequestPolicies ofGrant = new RequestPolicies(grant.values())
                .with(Map.of("KeyPrefix", List.of(grant.text("KeyPrefix"))))
                .with(requests.values());
        Requests session = ofGrant.of("session");
        RequestPolicies sentences = ofGrant.with(Map.of(
                "trust", List.of(trusted.stream().map(Requests::text).collect(Collectors.joining(", and "))),
                "session", List.of(session.text())));
        List<Question> allowed = questions.allowedAnywhere(role);
        Map<String, List<Question>> intended = session.intended(allowed);
        trusted.forEach(each -> intended.putAll(each.intended(List.of(assumptionOf(grant)))));
        List<Question> untrusted = List.of(assumptionOf(grant)
                .excluding(trusted.stream().map(Requests::all).toArray(Policy[]::new)));
        boolean isRevoked = role.identity().stream()
                .anyMatch(policy -> policy.statements()
                        .containsAll(requests.policy("revoked").statements()));
        return List.of(
                withOwnExternalId(role, statements.decide("1", sentences, untrusted, Map.of())),
                statements.decide(
                        "2",
                        sentences,
                        session.violations(allowed.stream()
                                .map(question -> question.excluding(questions.publicReads()))
                                .toList()),
                        Map.of()),
                isRevoked
                        ? statements.decide("4 revoked", sentences, allowed, Map.of())
                        : statements.decide("4", sentences, List.of(), intended));
    }

    private Question assumptionOf(ExpectedGrant grant) {
        return Question.allowedToOthers(deployment.role(grant).trust());
    }

    /** The requests that an account is expected to send to assume a role. */
    private Requests trusted(ExpectedGrant account, Set<String> externalIds) {
        return new RequestPolicies(account.values())
                .with(requests.values())
                .with(Map.of("externalIds", List.copyOf(externalIds)))
                .of("trust");
    }

    /**
     * What the role's trust policy compares ExternalIds with, as they are: any other value that it accepts is not
     * agreed.
     */
    private static Set<String> externalIds(Role role) {
        return role.trust().statements().stream()
                .filter(Statement::allow)
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase("sts:ExternalId")
                        && condition.operator().equals("StringEquals"))
                .flatMap(condition -> condition.expected().stream())
                .filter(id -> id.length() > 1)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Decision withOwnExternalId(Role role, Decision decision) {
        for (String id : externalIds(role)) {
            Set<String> accounts = decision.isProven() ? accounts(id) : Set.of();
            if (accounts.size() > 1) {
                return decision.refuted("the accounts " + String.join(" and ", accounts) + " have the same ExternalId");
            }
        }
        return decision;
    }

    /** Those that can assume a role with an ExternalId. */
    private Set<String> accounts(String externalId) {
        return deployment.grants().stream()
                .flatMap(grant -> grant.trusted().stream()
                        .filter(account -> statements.isPossible(assumptionOf(grant)
                                .matching(trusted(account, Set.of(externalId)).all())))
                        .map(account -> account.text("Account")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
