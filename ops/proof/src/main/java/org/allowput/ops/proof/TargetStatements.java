package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.MeantRequests.Requests;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Prover.Found;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/** The statements about account A, by the numbers of docs/security.md. */
public final class TargetStatements {
    private static final String EXTERNAL_ID = "sts:ExternalId";

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html, for all sessions. */
    private static final Policy REVOKED = Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\":"
            + " {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}");

    private final TargetDeployment deployment;
    private final StatementDecider statements;
    private final BucketRequests requests;

    private TargetStatements(TargetDeployment deployment) {
        this.deployment = deployment;
        this.statements = new StatementDecider(
                new Prover(deployment.partition()),
                deployment.grants().stream()
                        .flatMap(grant -> externalIds(grant).stream())
                        .collect(Collectors.toSet()));
        this.requests = new BucketRequests(deployment);
    }

    /** Decides all of them. */
    public static ProofReport decide(TargetDeployment deployment) {
        return decide(deployment, number -> true);
    }

    /** Decides some of them, by their numbers. */
    static ProofReport decide(TargetDeployment deployment, Predicate<String> numbers) {
        return new TargetStatements(deployment).report(numbers);
    }

    private ProofReport report(Predicate<String> numbers) {
        List<Decision> decisions = new ArrayList<>();
        Map<String, Function<MeantGrant, Decision>> ofGrants =
                new TreeMap<>(Map.of("1", this::canBeAssumed, "2", this::canOnlyPut, "4", this::canPut));
        ofGrants.forEach((number, decide) -> deployment.grants().stream()
                .filter(grant -> numbers.test(number))
                .map(decide)
                .forEach(decisions::add));
        List<String> notes = new ArrayList<>();
        if (numbers.test("3")) {
            decisions.add(new OthersStatement(deployment, deployment.bucket(), statements, requests, notes).decide());
        }
        decisions.sort(Comparator.comparing(Decision::number));
        // Statement 5.
        List<String> notCovered = new ArrayList<>(List.of(
                "policies of other resources of account A, and what its other services do for a role",
                "what rules, topics, alarms, inventories and analytics send to other accounts",
                "service and resource control policies of organizations, and policies of VPC endpoints",
                "Multi-Region Access Points, and access points of other accounts"));
        if (!deployment.bucket().objectsAreOwned()) {
            notCovered.add("access control lists of objects: the bucket does not disable them");
        }
        return new ProofReport(
                deployment.grants().stream().map(MeantGrant::words).toList(), decisions, notes, notCovered);
    }

    private Decision canBeAssumed(MeantGrant grant) {
        Role role = deployment.role(grant);
        List<Requests> trusted = trusted(grant);
        String text = "Only " + trusted.stream().map(Requests::text).collect(Collectors.joining(", and "))
                + ", can assume " + role.name();
        Decision decision = statements.decide(
                "1",
                text,
                List.of(Question.allowedToOthers(role.trust())
                        .never(trusted.stream().map(Requests::all).toArray(Policy[]::new))),
                Map.of());
        if (decision.isProven()) {
            for (Set<String> accounts : accountsByExternalId().values()) {
                if (accounts.size() > 1
                        && grant.trusted().stream().anyMatch(own -> accounts.contains(own.text("Account")))) {
                    return new Decision(
                            "1",
                            text,
                            Verdict.REFUTED,
                            "the accounts " + String.join(" and ", accounts) + " have the same ExternalId");
                }
            }
        }
        return decision;
    }

    private Decision canOnlyPut(MeantGrant grant) {
        Role role = deployment.role(grant);
        Requests meant = session(grant);
        return statements.decide(
                "2",
                "A session of " + role.name() + " can only " + meant.text(),
                requests.all(role).stream().map(each -> each.never(meant.all())).toList(),
                Map.of());
    }

    private Decision canPut(MeantGrant grant) {
        Role role = deployment.role(grant);
        if (role.identity().stream().anyMatch(policy -> policy.statements().containsAll(REVOKED.statements()))) {
            return statements.decide(
                    "4", role.name() + " is revoked: its sessions can do nothing", requests.all(role), Map.of());
        }
        Map<String, List<Question>> intended = new LinkedHashMap<>();
        trusted(grant)
                .forEach(trusted -> trusted.needed()
                        .forEach((words, sent) -> intended.put(
                                words,
                                List.of(Question.allowedToOthers(role.trust()).only(sent)))));
        session(grant)
                .needed()
                .forEach((words, sent) -> intended.put(
                        words,
                        requests.all(role).stream().map(each -> each.only(sent)).toList()));
        return statements.decide(
                "4",
                "Account B can assume " + role.name() + " and put objects as statement 2 says",
                List.of(),
                intended);
    }

    private Requests session(MeantGrant grant) {
        String objects = deployment.bucket().arn() + "/";
        return new MeantRequests(deployment.partition(), grant.values())
                .with("objects", List.of(objects + grant.text("KeyPrefix")))
                .with("receipts", List.of(objects + grant.text("DeliveriesPrefix")))
                .of("session");
    }

    /** What each account is meant to send that may assume the role. */
    private List<Requests> trusted(MeantGrant grant) {
        return grant.trusted().stream()
                .map(account -> trusted(account, externalIds(grant)))
                .toList();
    }

    private Requests trusted(MeantGrant account, Set<String> externalIds) {
        return new MeantRequests(deployment.partition(), account.values())
                .with("externalIds", List.copyOf(externalIds))
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
                .filter(condition -> condition.key().equalsIgnoreCase(EXTERNAL_ID)
                        && condition.operator().equals("StringEquals"))
                .map(Condition::expected)
                .flatMap(List::stream)
                .filter(id -> id.length() > 1)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, Set<String>> accountsByExternalId() {
        Map<String, Set<String>> accounts = new TreeMap<>();
        deployment
                .grants()
                .forEach(grant -> grant.trusted()
                        .forEach(account -> externalIds(grant).stream()
                                .filter(id -> statements
                                        .find(Question.allowedToOthers(
                                                        deployment.role(grant).trust())
                                                .only(trusted(account, Set.of(id))
                                                        .all()))
                                        .filter(Found::isConfirmed)
                                        .isPresent())
                                .forEach(id -> accounts.computeIfAbsent(id, none -> new TreeSet<>())
                                        .add(account.text("Account")))));
        return accounts;
    }
}
