package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.MeantRequests.Requests;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** The statements about account B, by the numbers of docs/security.md. */
public record SourceStatements(SourceDeployment deployment, MeantGrant grant, StatementDecider statements) {
    /** Services besides Lambda, and whose roles they have. */
    private static final Map<String, String> SUBJECTS = Map.of(
            "states.amazonaws.com", "workflow",
            "scheduler.amazonaws.com", "schedule",
            "batchoperations.s3.amazonaws.com", "backfill");

    private static final Map<String, String> WORDS = Map.of(
            "copy", "the function that copies",
            "large", "the function for large objects",
            "compare", "the function that compares",
            "workflow", "the workflow",
            "schedule", "the schedule",
            "backfill", "a backfill job");

    /** Decides all of them. */
    public static ProofReport decide(SourceDeployment deployment) {
        return new SourceStatements(
                        deployment,
                        deployment.grant(),
                        new StatementDecider(new Prover(deployment.partition()), Set.of()))
                .report();
    }

    private ProofReport report() {
        List<Decision> decisions = new ArrayList<>();
        deployment.roles().forEach(role -> {
            decisions.add(isAssumedByItsService(role));
            decisions.add(canOnly(role));
        });
        deployment.callers().forEach((caller, policy) -> decisions.add(ofCaller(caller, policy)));
        decisions.sort(Comparator.comparing(Decision::number).thenComparing(Decision::statement));
        List<String> believed = new ArrayList<>(List.of("the source bucket is " + grant.text("SourceBucket")
                + ", and the role " + grant.roleName() + " of account A " + grant.text("TargetAccount")));
        grant.texts("OperationsBucket")
                .forEach(name -> believed.add("functions and jobs keep what they need in " + name));
        grant.texts("KmsKeyArns").forEach(arn -> believed.add("the functions use the key " + arn));
        grant.texts("Callers").forEach(name -> believed.add(name + " may assume the role, too"));
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
        String subject = subject(role);
        Requests meant = requests(Optional.empty()).of("assume-" + subject);
        return statements.decideOnly(
                "6",
                "Only " + meant.text() + " can assume the role of " + WORDS.get(subject),
                meant,
                Question.allowedToOthers(role.trust()));
    }

    private List<DeployedFunction> functions(Role role) {
        return deployment.functions().stream()
                .filter(function -> function.roleArn().equals(role.arn()))
                .toList();
    }

    /** A function if the role does not trust another service that is meant: any other one then refutes. */
    private String subject(Role role) {
        return role.trust()
                .principals("Service")
                .filter(SUBJECTS::containsKey)
                .map(SUBJECTS::get)
                .findFirst()
                .orElseGet(() -> {
                    Set<String> variables = functions(role).stream()
                            .flatMap(function -> function.environment().keySet().stream())
                            .collect(Collectors.toSet());
                    return !variables.contains(FunctionVariable.TARGET_ROLE_ARN.name())
                            ? "compare"
                            : variables.contains(FunctionVariable.LARGE_OBJECTS_BUCKET.name()) ? "large" : "copy";
                });
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
        Requests meant = requests(functions.stream().findFirst()).of(subject);
        return statements.decideOnly(
                "7",
                "A session of the role of " + WORDS.get(subject) + " can only " + meant.text(),
                meant,
                Question.allowed(role.arn(), role.authorization()));
    }

    private Decision ofCaller(String caller, Policy policy) {
        if (!grant.texts("Callers").contains(caller)) {
            return new Decision(
                    "8",
                    "The stack gives a policy to nobody but those who are meant",
                    Verdict.REFUTED,
                    "it gives one to " + caller);
        }
        Requests meant = requests(Optional.empty()).of("caller");
        return statements.decideOnly(
                "8",
                "The policy that the stack gives to " + caller + " allows only " + meant.text(),
                meant,
                Question.allowed(policy, deployment.account()));
    }

    /** @param function whose role it is, if it is one of a function */
    private MeantRequests requests(Optional<DeployedFunction> function) {
        Map<String, List<String>> values = new HashMap<>(grant.values());
        Map<String, String> named = function.map(DeployedFunction::environment).orElse(deployment.outputs());
        named.forEach(
                (name, value) -> values.put("$" + name, List.of(value.replaceFirst("^(https://|arn:).*[/:]", ""))));
        values.put("account", List.of(deployment.account()));
        values.put("here", List.of(deployment.region() + ":" + deployment.account()));
        function.ifPresent(each -> values.put("log", List.of(each.logGroup())));
        function.filter(DeployedFunction::isInVpc).ifPresent(each -> values.put("vpc", List.of("")));
        // As the function reads it: without a selection, every key. The one that compares has it as the stack's output.
        Selection selection = Stream.of(FunctionVariable.SELECTION.name(), StackOutput.SELECTION.id())
                .flatMap(name -> Optional.ofNullable(named.get(name)).stream())
                .map(SourceStatements::selection)
                .findFirst()
                .orElse(Selection.ALL);
        values.put(
                "prefix",
                selection.rules().stream()
                        .flatMap(rule -> rule.include().stream())
                        // How the keys begin that are copied: up to the first wildcard of a pattern.
                        .map(pattern -> pattern.text().replaceFirst("(?s)[*?].*", ""))
                        .distinct()
                        .toList());
        return new MeantRequests(deployment.partition(), values);
    }

    private static Selection selection(String variable) {
        try {
            return Selection.parse(variable);
        } catch (IllegalArgumentException malformed) {
            throw new OperationException(
                    "The function's variable " + FunctionVariable.SELECTION + " is " + malformed.getMessage(),
                    malformed);
        }
    }
}
