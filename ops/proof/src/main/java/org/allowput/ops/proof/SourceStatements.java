package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.RequestFormulas.hasAction;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.isOn;
import static org.allowput.ops.proof.solver.RequestFormulas.isService;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.FunctionVariable;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.ops.proof.deployed.SourceDeployment.SourceGrant;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** The statements about account B, by the numbers of docs/security.md. */
public final class SourceStatements {
    private static final String LAMBDA = "lambda.amazonaws.com";

    private static final String BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";

    /** Services besides Lambda, and whose roles they have. */
    private static final Map<String, String> SUBJECTS = Map.of(
            "states.amazonaws.com", "workflow", "scheduler.amazonaws.com", "schedule", BATCH_OPERATIONS, "backfill");

    private static final Map<String, String> WORDS = Map.of(
            "copy", "the function that copies",
            "large", "the function for large objects",
            "compare", "the function that compares",
            "workflow", "the workflow",
            "schedule", "the schedule",
            "backfill", "a backfill job");

    private final SourceDeployment deployment;
    private final SourceGrant grant;
    private final StatementDecider statements;

    private SourceStatements(SourceDeployment deployment) {
        this.deployment = deployment;
        this.grant = deployment.grant();
        this.statements = new StatementDecider(new Prover(deployment.partition()), Set.of());
    }

    /** Decides all of them. */
    public static ProofReport decide(SourceDeployment deployment) {
        return new SourceStatements(deployment).report();
    }

    private ProofReport report() {
        List<Decision> decisions = new ArrayList<>();
        deployment.roles().forEach(role -> {
            decisions.add(isAssumedByItsService(role));
            decisions.add(canOnly(role));
        });
        deployment.callers().forEach((caller, policy) -> decisions.add(ofCaller(caller, policy)));
        decisions.sort(Comparator.comparing(Decision::number).thenComparing(Decision::statement));
        List<String> believed = new ArrayList<>(List.of("the source bucket is " + grant.sourceBucket()
                + ", and the role of account A " + grant.targetRoleArn()));
        grant.operationsBucket().ifPresent(name -> believed.add("functions and jobs keep what they need in " + name));
        grant.kmsKeyArns().forEach(arn -> believed.add("the functions use the key " + arn));
        grant.callers().forEach(name -> believed.add(name + " may assume the role, too"));
        return new ProofReport(
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
        boolean forAccount = SUBJECTS.containsKey(service) && !service.equals(BATCH_OPERATIONS);
        Formula expected = and(
                hasAction("sts:AssumeRole"),
                isService(service),
                forAccount ? hasValue("aws:SourceAccount", deployment.account()) : Constant.TRUE);
        return statements.decide(
                "6",
                "Only the service " + service + (forAccount ? ", for this account," : "") + " can assume the role of "
                        + WORDS.get(subject(role)),
                List.of(Question.assumed(role.trust(), not(expected))),
                Map.of("that the service does", Question.assumed(role.trust(), expected)));
    }

    /** Lambda if the role does not trust another service that is meant: any other one then refutes. */
    private static String service(Role role) {
        return role.trust()
                .principals("Service")
                .filter(SUBJECTS::containsKey)
                .findFirst()
                .orElse(LAMBDA);
    }

    private List<DeployedFunction> functions(Role role) {
        return deployment.functions().stream()
                .filter(function -> function.roleArn().equals(role.arn()))
                .toList();
    }

    private String subject(Role role) {
        String ofService = SUBJECTS.get(service(role));
        if (ofService != null) {
            return ofService;
        }
        Map<String, String> variables = functions(role).stream()
                .findFirst()
                .map(DeployedFunction::environment)
                .orElse(Map.of());
        return !variables.containsKey(FunctionVariable.TARGET_ROLE_ARN.name())
                ? "compare"
                : variables.containsKey(FunctionVariable.LARGE_OBJECTS_BUCKET.name()) ? "large" : "copy";
    }

    private Decision canOnly(Role role) {
        List<DeployedFunction> functions = functions(role);
        if (functions.size() > 1) {
            // What is meant by one of them would be allowed to the other.
            return new Decision(
                    "7",
                    "Each function has a role of its own",
                    Verdict.REFUTED,
                    functions.stream().map(DeployedFunction::name).collect(Collectors.joining(" and "))
                            + " have the role " + role.name());
        }
        String subject = subject(role);
        Map<String, Formula> lines =
                new SourceRequests(deployment, functions.stream().findFirst()).of(subject);
        Map<String, Question> intended = new TreeMap<>();
        lines.forEach((words, line) -> {
            if (!words.startsWith(SourceRequests.OPTIONAL)) {
                intended.put("to " + words, allowed(role, line));
            }
        });
        return statements.decide(
                "7",
                "A session of the role of " + WORDS.get(subject) + " can only "
                        + String.join(", ", lines.keySet()).replace(SourceRequests.OPTIONAL, ""),
                List.of(allowed(role, not(anyOf(lines.values(), line -> line)))),
                intended);
    }

    private Question allowed(Role role, Formula further) {
        return Question.allowed(role.arn(), role.authorization(), further);
    }

    private Decision ofCaller(String caller, Policy policy) {
        if (!grant.callers().contains(caller)) {
            return new Decision(
                    "8",
                    "The stack gives a policy to nobody but those who are meant",
                    Verdict.REFUTED,
                    "it gives one to " + caller);
        }
        Formula assumes = and(hasAction("sts:AssumeRole"), isOn(grant.targetRoleArn()));
        return statements.decide(
                "8",
                "The policy that the stack gives to " + caller + " allows only sts:AssumeRole on "
                        + grant.targetRoleArn(),
                List.of(Question.allowed(policy, not(assumes))),
                Map.of());
    }
}
