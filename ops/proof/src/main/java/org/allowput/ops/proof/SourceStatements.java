package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allowput.ops.proof.RequestPolicies.Requests;
import org.allowput.ops.proof.deployed.ExecutionRole;
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
            List<String> functions = deployment.executionRoles().stream()
                    .filter(execution -> execution.service().equals(ExecutionRole.LAMBDA)
                            && execution.arn().equals(role.arn()))
                    .map(ExecutionRole::resource)
                    .distinct()
                    .sorted()
                    .toList();
            // A function if the role does not trust another service that is expected: any other one then refutes.
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
        }
        decisions.add(decideExecutionRoles(requests));
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
                requests.of("expected of B").words(),
                List.of(assumedOutputs()),
                decisions,
                List.of(),
                requests.of("not covered of B").words());
    }

    /**
     * Decides that AWS runs each resource with a role that the other statements decide, and that is for it alone: what
     * is expected of one resource would be allowed to another one of the same role.
     */
    private Decision decideExecutionRoles(RequestPolicies requests) {
        Decision proven = statements.decide("7 run", requests, List.of(), Map.of());
        Map<String, Role> decided =
                deployment.roles().stream().collect(Collectors.toMap(Role::arn, Function.identity()));
        Map<String, ExecutionRole> first = new HashMap<>();
        for (ExecutionRole execution : deployment.executionRoles()) {
            Role role = decided.get(execution.arn());
            if (role == null) {
                return proven.refuted(execution.words() + " has the role " + execution.arn()
                        + ", which is no role of the stack: what it allows is not decided");
            }
            if (role.trust().principals("Service").noneMatch(execution.service()::equals)) {
                return proven.refuted(
                        execution.words() + " has the role " + role.name() + ", which is for another one");
            }
            ExecutionRole other = first.putIfAbsent(execution.arn(), execution);
            if (other != null && !other.resource().equals(execution.resource())) {
                return proven.refuted(other.words() + " and " + execution.words() + " have the role " + role.name());
            }
        }
        return proven;
    }

    /** Decides that what is allowed is expected, and that what is expected is possible. */
    private Decision decide(String number, String subject, RequestPolicies requests, String name, Question allowed) {
        Requests expected = requests.of(name);
        return statements.decide(
                number,
                requests.with(Map.of("subject", List.of(subject), "expected", List.of(expected.text()))),
                expected.violations(List.of(allowed)),
                expected.intended(List.of(allowed)));
    }

    /** The outputs from which the statements take names: that they name the stack's own resources is not decided. */
    private String assumedOutputs() {
        return deployment.outputs().entrySet().stream()
                .filter(output -> RequestPolicies.OUTPUTS.contains(output.getKey()))
                .map(output -> output.getKey() + " is " + output.getValue())
                .collect(Collectors.joining(", ", "the stack's outputs name its own resources: ", ""));
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
