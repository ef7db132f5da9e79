package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Parameters;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.jspecify.annotations.Nullable;

/**
 * Any deployment of a template: its parameters have any values that the template accepts.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html">Rules</a>
 */
final class SymbolicAccounts {
    private static final Map<String, Integer> ARGUMENTS = Map.of("Condition", 1, "Fn::Not", 1, "Fn::Equals", 2);

    private final Template template;
    private final Intrinsics intrinsics;
    private final Parameters parameters;
    private final Logic logic;
    private final Regexes regexes;

    SymbolicAccounts(Template template, Intrinsics intrinsics, Logic logic, Regexes regexes) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.parameters = intrinsics.parameters();
        this.logic = logic;
        this.regexes = regexes;
    }

    /** What holds for every deployment: the constraints of the parameters, and the rules that are understood. */
    List<BoolExpr> facts() {
        List<BoolExpr> facts = new ArrayList<>();
        parameters.names().forEach(name -> facts.add(constraints(name)));
        parameters.parts().forEach(name -> facts.add(constraints(name)));
        for (Object rule : template.section("Rules").values()) {
            if (!Template.map(rule).containsKey("RuleCondition")) {
                Template.list(Template.map(rule).get("Assertions")).forEach(assertion -> facts.add(rule(assertion)));
            }
        }
        return facts;
    }

    /** The rules with a condition: few claims need them, and the solver is slow with texts that must differ. */
    BoolExpr conditionalRules() {
        return logic.allOf(List.copyOf(template.section("Rules").values()), section -> {
            Map<String, Object> rule = Template.map(section);
            Object otherwise = Map.of("Fn::Not", List.of(rule.getOrDefault("RuleCondition", Map.of())));
            return logic.allOf(
                    Template.list(rule.get("Assertions")),
                    assertion -> rule(Map.of(
                            "Assert",
                            Map.of(
                                    "Fn::Or",
                                    List.of(otherwise, Template.map(assertion).getOrDefault("Assert", Map.of()))))));
        });
    }

    private BoolExpr constraints(String name) {
        Expr<SeqSort<CharSort>> value = logic.text(Text.ofParameter(name));
        List<BoolExpr> constraints = new ArrayList<>();
        Optional.ofNullable(parameters.values().get(name))
                .ifPresent(known -> constraints.add(logic.equal(value, Text.of(known))));
        pattern(name).ifPresent(values -> constraints.add(logic.matches(value, values.regex())));
        parameters
                .allowedValues(name)
                .ifPresent(all -> constraints.add(
                        logic.anyOf(all, allowed -> logic.equal(value, Text.of(String.valueOf(allowed))))));
        if (parameters.isNeverEmpty(name)) {
            constraints.add(logic.not(logic.equal(value, Text.EMPTY)));
        }
        return logic.allOf(constraints, constraint -> constraint);
    }

    /** A rule with another function restricts nothing here: what is proven holds without it, too. */
    private BoolExpr rule(Object assertion) {
        if (!isAboutTexts(assertion)) {
            return logic.bool(true);
        }
        try {
            return formula(Template.map(assertion).get("Assert"), "Rules");
        } catch (UnsupportedPolicyException e) {
            return logic.bool(true);
        }
    }

    /** A rule about a parameter of Systems Manager may be about its name there, and not about the value. */
    private boolean isAboutTexts(Object node) {
        return switch (node) {
            case Map<?, ?> object ->
                (!object.containsKey("Ref") || parameters.isText(String.valueOf(object.get("Ref"))))
                        && object.values().stream().allMatch(this::isAboutTexts);
            case List<?> list -> list.stream().allMatch(this::isAboutTexts);
            default -> true;
        };
    }

    /** Whether the conditions of the template are as a guard says. */
    BoolExpr holds(List<ConditionValue> guard) {
        return logic.allOf(guard, when -> {
            BoolExpr met = formula(template.section("Conditions").get(when.condition()), when.condition());
            return when.is() ? met : logic.not(met);
        });
    }

    private BoolExpr formula(@Nullable Object node, String where) {
        Map<String, Object> object = Template.map(node);
        String function = object.size() == 1 ? object.keySet().iterator().next() : "an object";
        List<Object> arguments = Template.list(object.get(function));
        if (arguments.isEmpty() || arguments.size() != ARGUMENTS.getOrDefault(function, arguments.size())) {
            throw new UnsupportedPolicyException(where, function, "a condition with its arguments");
        }
        return switch (function) {
            case "Condition" -> holds(List.of(new ConditionValue(String.valueOf(arguments.getFirst()), true)));
            case "Fn::Not" -> logic.not(formula(arguments.getFirst(), where));
            case "Fn::And" -> logic.allOf(arguments, argument -> formula(argument, where));
            case "Fn::Or" -> logic.anyOf(arguments, argument -> formula(argument, where));
            case "Fn::Equals" ->
                logic.equal(
                        logic.text(intrinsics.only(arguments.get(0), where)), intrinsics.only(arguments.get(1), where));
            default ->
                throw new UnsupportedPolicyException(
                        where, function, "Fn::Equals, Fn::Not, Fn::And, Fn::Or or Condition");
        };
    }

    /**
     * A parameter in a place where IAM interprets wildcards and policy variables must not bring any.
     *
     * @throws UnsupportedPolicyException if the template accepts a value that does
     */
    void refuseWildcardsIn(Text text, String where) {
        for (String parameter : text.parameters()) {
            if (mayContainSpecialCharacter(parameter)) {
                throw new UnsupportedPolicyException(
                        where,
                        "the parameter " + parameter + ", which may contain a wildcard or a variable",
                        "an AllowedPattern without the characters * ? $; or --parameter "
                                + parameter.replaceFirst("\\.\\d+$", "") + "=VALUE");
            }
        }
    }

    private boolean mayContainSpecialCharacter(String parameter) {
        return Optional.ofNullable(parameters.values().get(parameter))
                .map(List::of)
                .or(() -> parameters.allowedValues(parameter))
                .map(all -> all.stream().anyMatch(value -> value.matches("(?s).*[*?$].*")))
                .or(() -> pattern(parameter).map(AllowedPattern.Values::special))
                .orElse(true);
    }

    private Optional<AllowedPattern.Values> pattern(String parameter) {
        return parameters.pattern(parameter).flatMap(pattern -> AllowedPattern.read(regexes, pattern));
    }
}
