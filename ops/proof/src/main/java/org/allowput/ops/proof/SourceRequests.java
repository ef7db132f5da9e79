package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.ops.proof.deployed.SourceDeployment.SourceGrant;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.RequestFormulas;
import org.allowput.ops.proof.template.TextFile;

/** What account B's functions and jobs are meant to send, as {@code source-requests.txt} says. */
final class SourceRequests {
    /** How a line begins that need not be possible. */
    static final String OPTIONAL = "perhaps ";

    private static final String FILE = "source-requests.txt";
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern CLAUSE =
            Pattern.compile("(.+) on (\\S+)(?: (where|unless) (\\S+) is (absent or )?(.+))?");

    private final SourceDeployment deployment;
    private final Map<String, List<String>> values = new HashMap<>();

    /** @param function whose role it is, if it is one of a function */
    SourceRequests(SourceDeployment deployment, Optional<DeployedFunction> function) {
        this.deployment = deployment;
        SourceGrant grant = deployment.grant();
        String here = deployment.region() + ":" + deployment.account();
        Map<String, String> named =
                new TreeMap<>(function.map(DeployedFunction::environment).orElse(deployment.outputs()));
        // Names of variables and outputs begin with a capital, unlike those below; ARNs are of the deployment.
        named.entrySet()
                .removeIf(each -> !Character.isUpperCase(each.getKey().charAt(0))
                        || (each.getValue().startsWith("arn:")
                                && !each.getValue().contains(":" + here + ":")));
        named.forEach((name, value) -> put(name, value.replaceFirst("^https://.*/", "")));
        put("here", here);
        put("role", grant.targetRoleArn());
        put("source", grant.sourceBucket());
        grant.operationsBucket().ifPresent(name -> put("operations", name));
        if (grant.receipts()) {
            put("receipts", "");
        }
        grant.kmsKeyArns().forEach(arn -> put("key", arn));
        function.ifPresent(each -> put("log", each.logGroup()));
        function.filter(DeployedFunction::isInVpc).ifPresent(each -> put("vpc", ""));
        // As the function reads it: without a selection, it copies every key.
        Optional.ofNullable(named.get(FunctionVariable.SELECTION.name()))
                .map(SourceRequests::selection)
                .orElse(Selection.ALL)
                .rules()
                .stream()
                .flatMap(rule -> rule.include().stream())
                // How the keys begin that are copied: up to the first wildcard of a pattern.
                .map(pattern -> pattern.text().replaceFirst("(?s)[*?].*", ""))
                .distinct()
                .forEach(prefix -> {
                    put("prefix", prefix);
                    put("read", grant.sourceBucket() + "/" + prefix);
                    put("keys", grant.sourceBucket() + "/" + prefix + "*");
                });
        Stream.of(
                        FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN.name(),
                        StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN.id())
                .flatMap(name -> Optional.ofNullable(named.get(name)).stream())
                .forEach(arn -> put("executions", arn.replace(":stateMachine:", ":execution:")));
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
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

    /** Each request in words, and as a formula. */
    Map<String, Formula> of(String subject) {
        Map<String, Formula> lines = new LinkedHashMap<>();
        TextFile.lines(SourceRequests.class, FILE).forEach(line -> {
            String[] columns = line.split(" \\| ", 3);
            String[] whose = columns[0].split(" if ", 2);
            if (List.of(whose[0].split(" ")).contains(subject) && (whose.length == 1 || values.containsKey(whose[1]))) {
                lines.put(
                        VALUE.matcher(columns[1])
                                .replaceAll(match -> Matcher.quoteReplacement(String.join(" and ", values(match)))),
                        anyOf(
                                List.of(columns[2]
                                        .replace("arn:aws:", "arn:" + deployment.partition() + ":")
                                        .split("; ")),
                                this::clause));
            }
        });
        return lines;
    }

    /** None if the deployment does not have it: then no request is meant. */
    private List<String> values(MatchResult name) {
        return values.getOrDefault(name.group(1), List.of());
    }

    private Formula clause(String text) {
        Matcher clause = CLAUSE.matcher(text);
        if (!clause.matches()) {
            throw new IllegalStateException(FILE + ": " + text);
        }
        Formula request = and(
                RequestFormulas.hasAction(clause.group(1).split(" ")),
                anyOf(
                        expanded(clause.group(2).replaceFirst("[*]$", "")),
                        clause.group(2).endsWith("*") ? RequestFormulas::isBelow : RequestFormulas::isOn));
        if (clause.group(3) == null) {
            return request;
        }
        String key = clause.group(4);
        Formula condition = or(
                clause.group(5) == null ? Constant.FALSE : not(RequestFormulas.hasKey(key)),
                anyOf(
                        Stream.of(clause.group(6).split(" "))
                                .flatMap(each -> expanded(each).stream())
                                .toList(),
                        value -> RequestFormulas.hasValueBelow(key, value)));
        return and(request, clause.group(3).equals("unless") ? not(condition) : condition);
    }

    /** A text for each of the values that it names. */
    private List<String> expanded(String text) {
        Matcher name = VALUE.matcher(text);
        if (!name.find()) {
            return List.of(text);
        }
        List<String> rests = expanded(text.substring(name.end()));
        return values(name).stream()
                .flatMap(value -> rests.stream().map(rest -> text.substring(0, name.start()) + value + rest))
                .toList();
    }
}
