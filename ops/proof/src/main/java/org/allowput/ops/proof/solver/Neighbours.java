package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Facts;
import org.allowput.ops.proof.question.QuestionSolver;
import org.allowput.ops.proof.question.Solution;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Caller;
import org.allowput.policy.Request;

/**
 * Requests on both sides of a claim that is proven: one that the claim means to allow, and those that differ from it in
 * one thing and are forbidden. Each is evaluated without the solver.
 */
record Neighbours(Deployments deployments, SymbolicRequest request, QuestionSolver solver) {
    private static final String STRANGER = "arn:aws:iam::999999999999:role/Other";
    private static final String SECURE = "aws:securetransport";
    private static final String CREATES = "s3:objectcreationoperation";

    /** Values by which a reader recognizes a parameter: the first that the template accepts. */
    private static final List<String> RECOGNIZABLE =
            List.of("the%s", "the%s/", "o-the%s", "arn:aws:kms:us-east-1:111111111111:key/the%s");

    /** In what a request differs from one that is allowed. */
    private record Other(String difference, Request request) {}

    /**
     * The claim with its examples, if an intended request is found.
     *
     * @param intended by the claim
     * @param forbidden by the claim, whatever the policies say
     * @return that it is undecided, if the evaluation of a forbidden request finds it allowed
     */
    Decision added(Decision.Proven proven, List<BoolExpr> intended, BoolExpr forbidden) {
        return intended.stream()
                .flatMap(formula -> solver.example(formula, proven.claim()).stream())
                .findFirst()
                .map(found -> added(proven, found, forbidden))
                .orElse(proven);
    }

    private Decision added(Decision.Proven proven, QuestionSolver.Example found, BoolExpr forbidden) {
        Map<String, String> recognizable = new TreeMap<>();
        BoolExpr formula = named(found, recognizable);
        Solution solution = deployments.likely(formula, found.solution()).orElse(found.solution());
        DeployedPolicies deployed = deployments.policies(solution);
        Request allowed = withResource(possible(deployed.completed(request.of(solution))), deployed);
        // Another role may trust somebody else: a request to assume a role has no resource here.
        List<String> policies = deployed.allowing(allowed);
        if (policies.isEmpty()) {
            return undecided(proven, "allowed, the evaluator does not", allowed, solution);
        }
        BoolExpr deployment = request.logic().and(values(solution), deployments.asAwsChooses(solution));
        List<String> denied = new ArrayList<>();
        for (List<Other> kind : others(allowed)) {
            Optional<Other> nearest = kind.stream()
                    .filter(other -> solver.exampleWith(
                                    request.logic().and(request.is(other.request()), deployment), forbidden)
                            .isPresent())
                    .findFirst();
            if (nearest.isPresent()
                    && !Collections.disjoint(
                            policies, deployed.allowing(nearest.get().request()))) {
                return undecided(
                        proven, "denied, the evaluator does not", nearest.get().request(), solution);
            }
            nearest.ifPresent(other -> denied.add(other.difference()));
        }
        return new Decision.Proven(
                proven.claim(),
                proven.time(),
                Optional.of(new Decision.Examples(
                        deployments.shown(Deployments.describe(allowed), solution).stream()
                                .filter(line -> recognizable.values().stream()
                                        .noneMatch(name -> line.startsWith(Facts.PARAMETER + name + ":")))
                                .map(line -> withNames(line, recognizable))
                                .toList(),
                        denied.stream()
                                .map(deployments::withoutSecrets)
                                .map(line -> withNames(line, recognizable))
                                .toList())));
    }

    /**
     * The formula with values for parameters by which a reader recognizes them.
     *
     * @param recognizable takes the name of the parameter of each value
     */
    private BoolExpr named(QuestionSolver.Example found, Map<String, String> recognizable) {
        Logic logic = request.logic();
        BoolExpr formula = found.formula();
        for (String name : found.solution().values(Facts.PARAMETER).keySet()) {
            for (String form : RECOGNIZABLE) {
                String value = form.formatted(name.toLowerCase(Locale.ROOT));
                BoolExpr both = logic.and(formula, logic.equal(logic.unknown(Facts.PARAMETER + name), Text.of(value)));
                if (solver.exampleWith(both, both).isPresent()) {
                    formula = both;
                    recognizable.put(value, name);
                    break;
                }
            }
        }
        return formula;
    }

    private static String withNames(String line, Map<String, String> recognizable) {
        String named = line;
        for (Map.Entry<String, String> value : recognizable.entrySet()) {
            named = named.replace(value.getKey(), "{" + value.getValue() + "}");
        }
        return named;
    }

    /** With what every request of its action has. */
    private static Request possible(Request any) {
        Map<String, List<String>> context = new TreeMap<>(any.context());
        context.putIfAbsent(SECURE, List.of("true"));
        if (any.action().equals("s3:PutObject")) {
            context.putIfAbsent(CREATES, List.of("true"));
        } else {
            context.remove(CREATES);
        }
        return with(any, context);
    }

    /** On an object with a name, where the solver chose the shortest; and on nothing, where nothing asks for it. */
    private static Request withResource(Request allowed, DeployedPolicies deployed) {
        Request other =
                allowed.with(allowed.action(), allowed.action().startsWith("sts:") ? "" : allowed.resource() + "key");
        return allowed.resource().matches("arn:aws:iam:|.*/")
                        && !deployed.allowing(other).isEmpty()
                ? other
                : allowed;
    }

    private Decision undecided(Decision.Proven proven, String otherwise, Request shown, Solution solution) {
        return new Decision.Undecided(
                proven.claim(),
                proven.time(),
                "the solver finds this request " + otherwise,
                deployments.shown(Deployments.describe(shown), solution));
    }

    /** The parameters have the values that they have in the solution. */
    private BoolExpr values(Solution solution) {
        Logic logic = request.logic();
        return logic.allOf(
                List.copyOf(solution.values(Facts.PARAMETER).entrySet()),
                parameter -> logic.equal(
                        logic.unknown(Facts.PARAMETER + parameter.getKey()), Text.of(parameter.getValue())));
    }

    /** What differs in one thing, by that thing: the nearest first. */
    private List<List<Other>> others(Request allowed) {
        List<List<Other>> others = new ArrayList<>();
        request.keyNames().forEach(key -> others.add(otherValues(allowed, key)));
        others.add(Stream.of(
                        allowed.resource().replaceFirst("(:::[^/]*/).*", "$1other"),
                        allowed.resource().replaceFirst(":::[^/]*", "$0-other"))
                .map(resource -> new Other("on " + resource, allowed.with(allowed.action(), resource)))
                .toList());
        String service = allowed.action().replaceFirst(":.*", ":");
        others.add(Actions.COMMON.stream()
                .filter(action -> action.startsWith(service))
                .map(action -> new Other("as " + action, possible(allowed.with(action, allowed.resource()))))
                .toList());
        others.add(Stream.of(Caller.Principal.of(STRANGER), new Caller.Anonymous())
                .map(caller -> new Other(
                        "by " + SymbolicRequest.describe(caller),
                        new Request(allowed.action(), allowed.resource(), caller, allowed.context())))
                .toList());
        return others;
    }

    /** Without a condition key, and with another value of it. */
    private static List<Other> otherValues(Request allowed, String key) {
        List<Other> others = new ArrayList<>();
        Map<String, List<String>> context = new TreeMap<>(allowed.context());
        if (context.remove(key) != null) {
            others.add(new Other("without " + key, with(allowed, context)));
        }
        for (String value : List.of("other", "false")) {
            context.put(key, List.of(value));
            others.add(new Other("with " + key + ": " + value, with(allowed, context)));
        }
        return others;
    }

    private static Request with(Request request, Map<String, List<String>> context) {
        return new Request(request.action(), request.resource(), request.caller(), context);
    }
}
