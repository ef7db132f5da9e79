package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.SourceExpectations.Subject;
import org.allowput.ops.proof.deployed.ExecutionRole;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.jspecify.annotations.Nullable;

/** The statements about account B, by the numbers of docs/security.md. */
record SourceStatements(SourceDeployment deployment, SourceExpectations expectations, StatementDecider statements) {
    private static final List<String> NOT_COVERED = List.of(
            "what the code of the functions does, and who can change it",
            "what events, rules, topics and alarms start or tell whom",
            "policies of the bucket, of queues, topics and functions, and what account B's other principals may do",
            "service and resource control policies of organizations, and policies of VPC endpoints");

    /** Decides all of them. */
    static ProofReport decide(SourceDeployment deployment) {
        return new SourceStatements(
                        deployment,
                        new SourceExpectations(deployment),
                        new StatementDecider(new Prover(deployment.partition()), Set.of()))
                .report();
    }

    private ProofReport report() {
        List<Decision> decisions = new ArrayList<>();
        for (Role role : deployment.roles()) {
            Subject subject = subject(role);
            ExpectedRequests trust = expectations.ofTrust(subject);
            ExpectedRequests session = expectations.ofSession(subject);
            decisions.add(decide(
                    "6",
                    "Only " + trust.text() + " can assume the role of " + subject.words,
                    trust,
                    Question.allowedToOthers(role.trust())));
            decisions.add(decide(
                    "7",
                    "A session of the role of " + subject.words + " can only " + session.text(),
                    session,
                    Question.allowed(role.arn(), role.authorization(Policy.NOTHING, false))));
        }
        decisions.add(decideExecutionRoles());
        deployment.callers().forEach((caller, policy) -> {
            boolean isExpected = deployment.grant().texts("Callers").contains(caller);
            ExpectedRequests expected = isExpected ? expectations.ofCaller() : new ExpectedRequests.Builder().build();
            decisions.add(decide(
                    "8",
                    "The policy that the stack gives to " + caller + " allows only "
                            + (isExpected ? expected.text() : "what is expected: nothing"),
                    expected,
                    Question.allowed(policy, deployment.account())));
        });
        decisions.sort(Comparator.comparing(Decision::number).thenComparing(Decision::statement));
        return new ProofReport(expected(), List.of(assumedOutputs()), decisions, List.of(), NOT_COVERED);
    }

    private List<String> expected() {
        ExpectedGrant grant = deployment.grant();
        List<String> expected = new ArrayList<>();
        expected.add("the source bucket is " + grant.text("SourceBucket") + ", and the role " + grant.roleName()
                + " of account A " + grant.text("TargetAccount"));
        if (grant.has("OperationsBucket")) {
            expected.add("functions and jobs keep what they need in " + grant.text("OperationsBucket"));
        }
        addKeys(expected, "the source bucket's objects are under ", "SourceKmsKeyArns");
        addKeys(expected, "the queues and the functions' variables are under ", "KmsKeyArn");
        addKeys(expected, "before, they were under ", "PreviousKmsKeyArns");
        if (grant.has("Callers")) {
            expected.add(String.join(" and ", grant.texts("Callers")) + " may assume the role, too");
        }
        return expected;
    }

    private void addKeys(List<String> expected, String words, String name) {
        if (deployment.grant().has(name)) {
            expected.add(words + String.join(" or ", deployment.grant().texts(name)));
        }
    }

    /** What a role is for: a function, if it trusts no other service that is expected; any other one then refutes. */
    private Subject subject(Role role) {
        Set<String> services = role.trust().principals("Service").collect(Collectors.toSet());
        if (services.contains(ExecutionRole.SCHEDULER)) {
            String look = deployment.outputs().get("FunctionName") + "-source-look";
            return runs(ExecutionRole.SCHEDULER, role, look) ? Subject.LOOK : Subject.SCHEDULE;
        }
        return Stream.of(Subject.WORKFLOW, Subject.BACKFILL)
                .filter(subject -> services.contains(subject.service))
                .findFirst()
                .orElseGet(() -> runsFunction(role, "ReconcileFunctionName")
                        ? Subject.RECONCILE
                        : runsFunction(role, "LargeObjectsFunctionName") ? Subject.LARGE_OBJECTS : Subject.COPY);
    }

    /** Whether a function runs with a role, whose name is an output of the stack. */
    private boolean runsFunction(Role role, String output) {
        return runs(ExecutionRole.LAMBDA, role, deployment.outputs().get(output));
    }

    private boolean runs(String service, Role role, @Nullable String resource) {
        return deployment.executionRoles().stream()
                .anyMatch(execution -> execution.service().equals(service)
                        && execution.arn().equals(role.arn())
                        && execution.resource().equals(resource));
    }

    /**
     * Decides that AWS runs each resource with a role that the other statements decide, and that is for it alone: what
     * is expected of one resource would be allowed to another one of the same role.
     */
    private Decision decideExecutionRoles() {
        Decision proven = statements.decide(
                "7",
                "AWS runs each function, state machine and schedule of the stack with a role of its own, of which"
                        + " statements 6 and 7 are decided",
                List.of(),
                Map.of());
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
    private Decision decide(String number, String sentence, ExpectedRequests expected, Question allowed) {
        return statements.decide(
                number, sentence, expected.violations(List.of(allowed)), expected.intended(List.of(allowed)));
    }

    /** The outputs from which the statements take names: that they name the stack's own resources is not decided. */
    private String assumedOutputs() {
        return deployment.outputs().entrySet().stream()
                .filter(output -> SourceExpectations.OUTPUTS.contains(output.getKey()))
                .map(output -> output.getKey() + " is " + output.getValue())
                .collect(Collectors.joining(", ", "the stack's outputs name its own resources: ", ""));
    }
}
