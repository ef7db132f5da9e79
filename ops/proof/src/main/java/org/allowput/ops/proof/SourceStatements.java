package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.FunctionVariable;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.Function;
import org.allowput.ops.proof.deployed.SourceDeployment.SourceGrant;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.policy.Policy;

/** The statements about account B, by the numbers of docs/security.md. */
public final class SourceStatements {
    private static final String LAMBDA = "lambda.amazonaws.com";

    private final SourceDeployment deployment;
    private final Statements statements;
    private final SourceRequests requests;
    private final SymbolicRequest request;
    private final Logic logic;

    private SourceStatements(SourceDeployment deployment, Prover prover) {
        this.deployment = deployment;
        this.statements = new Statements(prover, Set.of());
        this.request = prover.request();
        this.logic = prover.logic();
        this.requests = new SourceRequests(deployment, prover);
    }

    /** Decides all of them. */
    public static Report decide(SourceDeployment deployment) {
        try (Prover prover = new Prover(deployment.partition())) {
            return new SourceStatements(deployment, prover).report();
        }
    }

    private Report report() {
        List<Decision> decisions = new ArrayList<>();
        deployment.roles().forEach(role -> decisions.add(isAssumedByItsService(role)));
        deployment.roles().forEach(role -> decisions.add(canOnly(role)));
        new TreeMap<>(deployment.callers()).forEach((caller, policy) -> decisions.add(ofCaller(caller, policy)));
        deployment.callers().keySet().stream()
                .filter(caller -> !deployment.grant().callers().contains(caller))
                .forEach(caller -> decisions.add(new Decision(
                        "8",
                        "The stack gives a policy to nobody but those who are meant",
                        Decision.Verdict.REFUTED,
                        "it gives one to " + caller,
                        List.of())));
        decisions.sort(Comparator.comparing(Decision::number).thenComparing(Decision::statement));
        SourceGrant grant = deployment.grant();
        List<String> believed = new ArrayList<>(List.of("the source bucket is " + grant.sourceBucket()
                + ", and the role of account A " + grant.targetRoleArn()));
        grant.receiptsBucket().ifPresent(name -> believed.add("receipts are put into " + name));
        grant.resultsBucket().ifPresent(name -> believed.add("results of large objects are in " + name));
        grant.kmsKeyArns().forEach(arn -> believed.add("the functions use the key " + arn));
        grant.callers().forEach(name -> believed.add(name + " may assume the role, too"));
        return new Report(
                believed,
                decisions,
                List.of(),
                List.of(
                        "what the code of the functions does, and who can change it",
                        "what events, rules, topics and alarms start or tell whom",
                        "policies of the bucket, of queues, topics and functions, and what account B's other principals"
                                + " may do",
                        "service and resource control policies of organizations, and policies of VPC endpoints"));
    }

    /**
     * A service that acts for any account which names the role has to act for this one.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
     *     deputy</a>
     */
    private Decision isAssumedByItsService(Role role) {
        String service = service(role);
        boolean forAccount =
                Set.of("states.amazonaws.com", "scheduler.amazonaws.com").contains(service);
        BoolExpr expected = logic.and(
                request.hasAction("sts:AssumeRole"),
                request.isService(service),
                forAccount ? request.hasValue("aws:SourceAccount", deployment.account()) : logic.bool(true));
        return statements.decide(
                "6",
                "Only the service " + service + (forAccount ? ", for this account," : "") + " can assume the role of "
                        + subject(role),
                List.of(trusted(role, logic.not(expected))),
                Map.of("that the service does", trusted(role, expected)));
    }

    private Question trusted(Role role, BoolExpr further) {
        Policy trust = role.trust();
        return Question.allowed(statements.prover(), trust, logic.and(further, request.isOn("")));
    }

    private static String service(Role role) {
        return role.trust().statements().stream()
                .flatMap(statement -> statement.principals().stream())
                .flatMap(principals -> principals.names().getOrDefault("Service", List.of()).stream())
                .findFirst()
                .orElse(LAMBDA);
    }

    private List<Function> functions(Role role) {
        return deployment.functions().stream()
                .filter(function -> function.roleArn().equals(role.arn()))
                .toList();
    }

    private String subject(Role role) {
        return switch (service(role)) {
            case LAMBDA -> {
                Map<String, String> variables = functions(role).stream()
                        .findFirst()
                        .map(Function::environment)
                        .orElse(Map.of());
                yield !variables.containsKey(FunctionVariable.TARGET_ROLE_ARN.name())
                        ? "the function that compares"
                        : variables.containsKey(FunctionVariable.LARGE_OBJECTS_BUCKET.name())
                                ? "the function for large objects"
                                : "the function that copies";
            }
            case "states.amazonaws.com" -> "the workflow";
            case "scheduler.amazonaws.com" -> "the schedule";
            default -> "a backfill job";
        };
    }

    private Decision canOnly(Role role) {
        Map<String, BoolExpr> lines = switch (subject(role)) {
            case "the workflow" -> requests.ofWorkflow();
            case "the schedule" -> requests.ofSchedule();
            case "a backfill job" -> requests.ofJob();
            case "the function that compares" -> requests.ofComparison(functions(role));
            default -> requests.ofCopies(functions(role));
        };
        Question unexpected = Question.allowed(
                statements.prover(),
                role.arn(),
                role.authorization(),
                deployment.account(),
                logic.not(logic.anyOf(lines.values(), line -> line)));
        Map<String, Question> intended = new TreeMap<>();
        lines.forEach((words, line) -> {
            if (!words.startsWith(SourceRequests.OPTIONAL)) {
                intended.put(
                        "to " + words,
                        Question.allowed(
                                statements.prover(), role.arn(), role.authorization(), deployment.account(), line));
            }
        });
        if (functions(role).size() > 1) {
            // What is meant by one of them would be allowed to the other.
            return new Decision(
                    "7",
                    "Each function has a role of its own",
                    Decision.Verdict.REFUTED,
                    functions(role).stream().map(Function::name).collect(Collectors.joining(" and "))
                            + " have the role " + role.name(),
                    List.of());
        }
        List<String> words = lines.keySet().stream()
                .map(each -> each.replace(SourceRequests.OPTIONAL, ""))
                .toList();
        return statements.decide(
                "7",
                "A session of the role of " + subject(role) + " can only " + String.join(", ", words),
                List.of(unexpected),
                intended);
    }

    private Decision ofCaller(String caller, Policy policy) {
        String role = deployment.grant().targetRoleArn();
        BoolExpr line = logic.and(request.hasAction("sts:AssumeRole"), request.isOn(role));
        return statements.decide(
                "8",
                "The policy that the stack gives to " + caller + " allows only sts:AssumeRole on " + role,
                List.of(Question.allowed(statements.prover(), policy, logic.not(line))),
                Map.of());
    }
}
