package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allowput.policy.template.IntrinsicFunctions;
import org.allowput.policy.template.Template;

/**
 * The resources and outputs of a template as CloudFormation evaluates them with parameters: conditions decided,
 * functions called, references to resources written as {@code ${Id}} and {@code ${Id.Attribute}}. The order of items in
 * an array is not kept.
 */
final class EvaluatedTemplate {
    private final Template template;
    private final IntrinsicFunctions functions;

    private EvaluatedTemplate(JsonNode json, Map<String, String> given) {
        Map<String, String> parameters = new TreeMap<>();
        Map<String, Object> sections = Json.map(json);
        Template.map(sections.get("Parameters")).forEach((name, parameter) -> {
            Object byDefault = Template.map(parameter).get("Default");
            if (byDefault != null) {
                parameters.put(name, byDefault.toString());
            }
        });
        parameters.putAll(given);
        template = new Template(Template.map(withoutSelections(sections, parameters)));
        functions = new IntrinsicFunctions(template, name -> parameters.getOrDefault(name, "${" + name + "}"));
    }

    static ObjectNode of(JsonNode json, Map<String, String> parameters) {
        EvaluatedTemplate evaluated = new EvaluatedTemplate(json, parameters);
        return (ObjectNode)
                Json.of(Map.of("Resources", evaluated.section("Resources"), "Outputs", evaluated.section("Outputs")));
    }

    private Map<String, Object> section(String name) {
        Map<String, Object> entries = new TreeMap<>();
        template.section(name).forEach((id, entry) -> {
            if (functions.exists(entry)) {
                Map<String, Object> evaluated = new TreeMap<>(Template.map(functions.value(entry)));
                evaluated.remove("Condition");
                entries.put(id, withSortedArrays(evaluated));
            }
        });
        return entries;
    }

    /** What the rules of a template say that parameters violate: nothing of them is deployed. */
    static List<String> refusals(JsonNode json, Map<String, String> parameters) {
        EvaluatedTemplate evaluated = new EvaluatedTemplate(json, parameters);
        return evaluated.template.section("Rules").values().stream()
                .map(Template::map)
                .filter(rule ->
                        !rule.containsKey("RuleCondition") || evaluated.functions.isTrue(rule.get("RuleCondition")))
                .flatMap(rule -> Template.list(rule.get("Assertions")).stream().map(Template::map))
                .filter(assertion -> !evaluated.functions.isTrue(assertion.get("Assert")))
                .map(assertion -> Template.text(assertion.get("AssertDescription")))
                .toList();
    }

    /** With a text in place of each part of a text that only the deployment knows, as of a function's ARN. */
    private static Object withoutSelections(Object value, Map<String, String> parameters) {
        return switch (value) {
            case Map<?, ?> map
            when map.get("Fn::Select") instanceof List<?> selection && isOfReference(selection.get(1), parameters) ->
                "selected " + selection.getFirst() + " of " + selection.getLast();
            case Map<?, ?> map -> eachValue(map, each -> withoutSelections(each, parameters));
            case List<?> list ->
                list.stream().map(each -> withoutSelections(each, parameters)).toList();
            default -> value;
        };
    }

    private static boolean isOfReference(Object list, Map<String, String> parameters) {
        if (!(Template.map(list).get("Fn::Split") instanceof List<?> split)) {
            return false;
        }
        Map<String, Object> text = Template.map(split.getLast());
        boolean isParameter = text.get("Ref") instanceof String name && parameters.containsKey(name);
        return !isParameter && (text.containsKey("Ref") || text.containsKey("Fn::GetAtt"));
    }

    private static Map<Object, Object> eachValue(Map<?, ?> map, UnaryOperator<Object> function) {
        Map<Object, Object> values = new TreeMap<>();
        map.forEach((key, value) -> values.put(key, function.apply(value)));
        return values;
    }

    private static Object withSortedArrays(Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream()
                        .map(EvaluatedTemplate::withSortedArrays)
                        .sorted(Comparator.comparing(Object::toString))
                        .toList();
            case Map<?, ?> map -> eachValue(map, EvaluatedTemplate::withSortedArrays);
            default -> value;
        };
    }
}
