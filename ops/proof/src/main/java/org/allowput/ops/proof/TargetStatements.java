package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/** The statements about account A, by the numbers of docs/security.md. */
record TargetStatements(
        TargetDeployment deployment, BucketQuestions questions, StatementDecider statements, boolean isPublic) {
    /** Beside policies of the role: it denies everything to all sessions. */
    private static final Policy REVOCATION = PolicyDocument.of("""
        {"Effect": "Deny", "Action": "*", "Resource": "*"}
        """);

    /** Statement 5. */
    private static final List<String> NOT_COVERED = List.of(
            "policies of other resources of account A, and what its other services do for a role",
            "what rules, topics, alarms, inventories and analytics send to other accounts",
            "service and resource control policies of organizations, and policies of VPC endpoints",
            "Multi-Region Access Points, and access points of other accounts",
            "who signs in at a SAML provider or an identity pool of account A, and who has a certificate of a trust"
                    + " anchor of IAM Roles Anywhere",
            "replication, notifications and metadata tables of the bucket, replicas of multi-Region keys,"
                    + " sts:AssumeRoot, and changes that IAM does not yet apply everywhere");

    /** Decides all of them. */
    static ProofReport decide(TargetDeployment deployment) {
        Set<String> secrets = deployment.grants().stream()
                .flatMap(grant -> externalIds(deployment.role(grant)).stream())
                .collect(Collectors.toSet());
        StatementDecider statements = new StatementDecider(new Prover(deployment.partition()), secrets);
        BucketQuestions questions = new BucketQuestions(deployment);
        boolean isPublic = questions.publicReadsByAddress().values().stream()
                .anyMatch(question -> statements.find(question).isPresent());
        return new TargetStatements(deployment, questions, statements, isPublic).report();
    }

    private ProofReport report() {
        List<String> notes = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new ExternalAccessStatement(deployment, questions, statements, isPublic, notes).decide());
        deployment.grants().forEach(grant -> decisions.addAll(decisions(grant)));
        decisions.sort(Comparator.comparing(Decision::number));
        List<String> notCovered = new ArrayList<>(NOT_COVERED);
        if (!deployment.bucket().objectsAreOwned()) {
            notCovered.add("access control lists of objects: the bucket does not disable them");
        }
        return new ProofReport(
                deployment.grants().stream().map(TargetStatements::expected).toList(),
                List.of(),
                decisions,
                notes,
                notCovered);
    }

    private static String expected(ExpectedGrant grant) {
        String accounts =
                grant.trusted().stream().map(each -> each.text("Account")).collect(Collectors.joining(" and "));
        List<String> optIns = Stream.concat(
                        Stream.of("replicateDeletes", "replicateTags", "writeOnce")
                                .filter(grant::has),
                        grant.has("Further") ? Stream.of(String.join(" and ", grant.texts("Further"))) : Stream.of())
                .map("opt-in "::concat)
                .toList();
        List<String> expected = new ArrayList<>();
        expected.add("the role " + grant.roleName() + " is for " + accounts);
        expected.add(grant.has("KeyPrefix") ? "keys that begin with \"" + grant.text("KeyPrefix") + "\"" : "any key");
        expected.addAll(optIns.isEmpty() ? List.of("no opt-in") : optIns);
        return String.join(", ", expected);
    }

    private List<Decision> decisions(ExpectedGrant grant) {
        Role role = deployment.role(grant);
        List<ExpectedRequests> trusted = grant.trusted().stream()
                .map(account -> ofTrust(account, externalIds(role)))
                .toList();
        ExpectedRequests session =
                TargetExpectations.ofSession(grant, deployment.bucket().arn(), isPublic);
        List<Question> allowed = questions.allowedAnywhere(role);
        Map<String, List<Question>> intended = session.intended(allowed);
        trusted.forEach(each -> intended.putAll(each.intended(List.of(assumptionOf(grant)))));
        List<Question> untrusted = List.of(assumptionOf(grant)
                .excluding(trusted.stream().map(ExpectedRequests::policy).toArray(Policy[]::new)));
        boolean isRevoked =
                role.identity().stream().anyMatch(policy -> policy.statements().containsAll(REVOCATION.statements()));
        String name = grant.roleName();
        return List.of(
                withOwnExternalId(
                        role,
                        statements.decide(
                                "1",
                                "Only "
                                        + trusted.stream()
                                                .map(ExpectedRequests::text)
                                                .collect(Collectors.joining(", and "))
                                        + ", can assume " + name,
                                untrusted,
                                Map.of())),
                statements.decide(
                        "2",
                        "A session of " + name + " can only " + session.text(),
                        session.violations(allowed.stream()
                                .map(question -> question.excluding(questions.publicReads()))
                                .toList()),
                        Map.of()),
                isRevoked
                        ? statements.decide("4", name + " is revoked: its sessions can do nothing", allowed, Map.of())
                        : statements.decide(
                                "4",
                                "Account B can assume " + name + " and put objects as statement 2 says",
                                List.of(),
                                intended));
    }

    private Question assumptionOf(ExpectedGrant grant) {
        return Question.allowedToOthers(deployment.role(grant).trust());
    }

    private ExpectedRequests ofTrust(ExpectedGrant account, Set<String> externalIds) {
        return TargetExpectations.ofTrust(account, deployment.partition(), externalIds);
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
                                .matching(ofTrust(account, Set.of(externalId)).policy())))
                        .map(account -> account.text("Account")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
