package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.question.Facts;
import org.allowput.ops.proof.question.QuestionSolver;
import org.allowput.ops.proof.question.Solution;
import org.allowput.ops.proof.template.Parameters;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Request;

/** What the solver finds, as one request to one deployment, which is evaluated without it. */
final class Deployments {
    private final Template template;
    private final Parameters parameters;
    private final SymbolicRequest request;
    private final QuestionSolver solver;
    private final Map<String, Optional<String>> accepted = new TreeMap<>();

    Deployments(Template template, Parameters parameters, SymbolicRequest request, QuestionSolver solver) {
        this.template = template;
        this.parameters = parameters;
        this.request = request;
        this.solver = solver;
    }

    /** The policies of a solution's deployment. */
    DeployedPolicies policies(Solution solution) {
        return new DeployedPolicies(template, values(solution));
    }

    /** That what AWS chooses has the form that it documents: in the proof, it may be any text. */
    BoolExpr asAwsChooses(Solution found) {
        Logic logic = request.logic();
        DeployedPolicies deployed = policies(found);
        List<BoolExpr> chosen = new ArrayList<>();
        found.values(Logic.ATTRIBUTE)
                .keySet()
                .forEach(path ->
                        chosen.add(logic.equal(logic.unknown(Logic.ATTRIBUTE + path), Text.of(deployed.chosen(path)))));
        // ARNs have them.
        found.values(Facts.PARAMETER + "AWS::")
                .forEach((name, value) ->
                        chosen.add(logic.equal(logic.unknown(Facts.PARAMETER + "AWS::" + name), Text.of(value))));
        return logic.allOf(chosen, each -> each);
    }

    /**
     * First with the action that was found, if AWS has it: each other one is a question of its own. At last with that
     * action even if it is not known.
     */
    Optional<Solution> likely(BoolExpr formula, Solution found) {
        BoolExpr chosen = asAwsChooses(found);
        List<String> known = Actions.all();
        String action = request.actionOf(found);
        Stream<List<String>> actions = Stream.of(
                        Stream.of(action).filter(known::contains).map(List::of),
                        Actions.COMMON.stream().map(List::of),
                        Stream.of(known),
                        Stream.of(List.of(action)))
                .flatMap(some -> some)
                .distinct();
        return Stream.concat(
                        actions.map(some -> request.logic().and(request.isLikely(some), chosen)), Stream.of(chosen))
                .flatMap(wish -> solver.exampleWith(wish, formula).stream())
                .findFirst();
    }

    /** With the names of secret parameters in place of their values. */
    String withoutSecrets(String text) {
        return parameters.withoutSecrets(text);
    }

    /** A request for people, and the values of the parameters, without secrets. */
    List<String> shown(List<String> lines, Solution solution) {
        Stream<String> values = solution.values(Facts.PARAMETER).entrySet().stream()
                .filter(parameter -> parameters.isShown(parameter.getKey()))
                .map(parameter -> Facts.PARAMETER + parameter.getKey() + ": " + parameter.getValue());
        return Stream.concat(lines.stream(), values)
                .map(parameters::withoutSecrets)
                .toList();
    }

    static List<String> describe(Request concrete) {
        List<String> lines = new ArrayList<>();
        lines.add("action: " + concrete.action());
        if (!concrete.resource().isEmpty()) {
            lines.add("resource: " + concrete.resource());
        }
        lines.add("by: " + SymbolicRequest.describe(concrete.caller()));
        new TreeMap<>(concrete.context()).forEach((key, values) -> {
            if (!key.startsWith("aws:principala")) {
                lines.add(key + ": " + String.join(", ", values));
            }
        });
        return lines;
    }

    /** Of the parameters, by their names. */
    private Map<String, String> values(Solution solution) {
        Map<String, String> values = new TreeMap<>(parameters.values());
        values.putAll(solution.values(Facts.PARAMETER));
        for (String name : parameters.names()) {
            if (!values.containsKey(name) && parameters.isRequired(name)) {
                accepted.computeIfAbsent(name, this::accepted).ifPresent(value -> values.put(name, value));
            }
        }
        return values;
    }

    /** A value of a parameter that the question does not depend on. */
    private Optional<String> accepted(String name) {
        Logic logic = request.logic();
        return solver.exampleWith(
                        logic.not(logic.isEmpty(logic.unknown(Facts.PARAMETER + name))),
                        logic.z3().mkTrue())
                .map(solution -> solution.text(logic.unknown(Facts.PARAMETER + name)));
    }
}
