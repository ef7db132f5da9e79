package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.ops.proof.RequestPolicies.Requests;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** The statements about account B, by the numbers of docs/security.md. */
record SourceStatements(SourceDeployment deployment, StatementDecider statements) {
    /** Decides all of them. */
    static ProofReport decide(SourceDeployment deployment) {
        return new SourceStatements(deployment, new StatementDecider(new Prover(deployment.partition()), Set.of()))
                .report();
    }

    private ProofReport report() {
        RequestPolicies requests = requests();
        List<Decision> decisions = new ArrayList<>();
        for (Role role : deployment.roles()) {
            List<String> functions = deployment.functions().keySet().stream()
                    .filter(name -> role.arn().equals(deployment.functions().get(name)))
                    .sorted()
                    .toList();
            // A function if the role does not trust another service that is meant: any other one then refutes.
            Map<String, List<String>> known = new HashMap<>();
            role.trust().principals("Service").forEach(service -> known.put(service, List.of()));
            deployment.outputs().entrySet().stream()
                    .filter(output -> functions.contains(output.getValue()))
                    .forEach(output -> known.put("function:$" + output.getKey(), List.of()));
            String subject = requests.with(known).of("subject").words().getFirst();
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html: a service that acts for any
            // account which names the role has to act for this one.
            decisions.add(decide("6", subject, requests, "assume " + subject, Question.allowedToOthers(role.trust())));
            decisions.add(decide(
                    "7",
                    subject,
                    requests,
                    subject,
                    Question.allowed(role.arn(), role.authorization(Policy.NOTHING, false))));
            if (functions.size() > 1) {
                // What is meant by one of them would be allowed to the other.
                decisions.add(statements
                        .decide("7 shared", requests, List.of(), Map.of())
                        .refuted(String.join(" and ", functions) + " have the role " + role.name()));
            }
        }
        deployment
                .callers()
                .forEach((caller, policy) -> decisions.add(decide(
                        "8",
                        caller,
                        requests,
                        deployment.grant().texts("Callers").contains(caller) ? "caller" : "somebody else",
                        Question.allowed(policy, deployment.account()))));
        decisions.sort(Comparator.comparing(Decision::number).thenComparing(Decision::statement));
        return new ProofReport(
                requests.of("believed of B").words(),
                decisions,
                List.of(),
                requests.of("not covered of B").words());
    }

    /** Decides that what is allowed is meant, and that what is meant is possible. */
    private Decision decide(String number, String subject, RequestPolicies requests, String name, Question allowed) {
        Requests meant = requests.of(name);
        return statements.decide(
                number,
                requests.with(Map.of("subject", List.of(subject), "meant", List.of(meant.text()))),
                meant.violations(List.of(allowed)),
                meant.intended(List.of(allowed)));
    }

    private RequestPolicies requests() {
        Map<String, List<String>> values = new HashMap<>(deployment.grant().values());
        deployment
                .outputs()
                .forEach((name, value) ->
                        values.put("$" + name, List.of(value.replaceFirst("^(https://|arn:).*[/:]", ""))));
        values.put("partition", List.of(deployment.partition()));
        values.put("account", List.of(deployment.account()));
        values.put("here", List.of(deployment.region() + ":" + deployment.account()));
        return new RequestPolicies(values);
    }
}
