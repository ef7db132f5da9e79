package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;

/** The statements about account A, by the numbers of docs/security.md. */
public final class TargetStatements {
    private TargetStatements() {}

    /** Decides all of them. */
    public static ProofReport decide(TargetDeployment deployment) {
        return decide(deployment, number -> true);
    }

    /** Decides some of them, by their numbers. */
    static ProofReport decide(TargetDeployment deployment, Predicate<String> numbers) {
        Set<String> secrets = new HashSet<>();
        deployment
                .grants()
                .forEach(grant -> secrets.addAll(
                        TrustStatement.externalIds(deployment.role(grant).trust())));
        StatementDecider statements = new StatementDecider(new Prover(deployment.partition()), secrets);
        TrustStatement trust = new TrustStatement(deployment, statements);
        SessionStatement sessions = new SessionStatement(deployment, statements);
        OthersStatement others = new OthersStatement(deployment, statements, sessions);
        List<Decision> decisions = new ArrayList<>();
        Map<String, Function<MeantGrant, Decision>> ofGrants = new TreeMap<>(Map.of(
                "1", trust::decide,
                "2", sessions::canOnlyPut,
                "4", grant -> sessions.canPut(grant, trust)));
        ofGrants.forEach((number, decide) -> deployment.grants().stream()
                .filter(grant -> numbers.test(number))
                .map(decide)
                .forEach(decisions::add));
        if (numbers.test("3")) {
            decisions.add(others.decide());
        }
        decisions.sort(Comparator.comparing(Decision::number));
        return new ProofReport(
                deployment.grants().stream().map(TargetStatements::believed).toList(),
                decisions,
                others.notes(),
                notCovered(deployment));
    }

    private static String believed(MeantGrant grant) {
        return "the role " + grant.roleName() + " is for "
                + String.join(
                        " and ",
                        grant.trusted().stream()
                                .map(MeantGrant.Trusted::account)
                                .toList())
                + (grant.keyPrefix().isEmpty()
                        ? ", any key, "
                        : ", keys that begin with \"" + grant.keyPrefix() + "\", ")
                + (grant.allowed().isEmpty()
                        ? "no opt-in"
                        : "opt-ins "
                                + String.join(
                                        ", ", grant.allowed().stream().sorted().toList()));
    }

    /** Statement 5. */
    private static List<String> notCovered(TargetDeployment deployment) {
        List<String> notCovered = new ArrayList<>(List.of(
                "policies of other resources of account A, and what its other services do for a role",
                "what rules, topics, alarms, inventories and analytics send to other accounts",
                "service and resource control policies of organizations, and policies of VPC endpoints",
                "Multi-Region Access Points, and access points of other accounts"));
        if (!deployment.bucket().objectsAreOwned()) {
            notCovered.add("access control lists of objects: the bucket does not disable them");
        }
        return notCovered;
    }
}
