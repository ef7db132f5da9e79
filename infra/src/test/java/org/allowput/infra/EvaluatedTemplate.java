package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources and outputs of a template as CloudFormation evaluates them with parameters: conditions decided,
 * functions called, references to resources written as {@code ${Id}} and {@code ${Id.Attribute}}. The order of items in
 * an array is not kept.
 */
final class EvaluatedTemplate {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}!]+)}");

    private final JsonNode template;
    private final Map<String, String> parameters;

    private EvaluatedTemplate(JsonNode template, Map<String, String> given) {
        this.template = template;
        parameters = new TreeMap<>();
        template.path("Parameters").properties().forEach(parameter -> {
            if (parameter.getValue().has("Default")) {
                parameters.put(
                        parameter.getKey(), parameter.getValue().get("Default").asText());
            }
        });
        parameters.putAll(given);
    }

    static ObjectNode of(JsonNode template, Map<String, String> parameters) {
        EvaluatedTemplate evaluated = new EvaluatedTemplate(template, parameters);
        ObjectNode sections = NODES.objectNode();
        for (String section : List.of("Resources", "Outputs")) {
            ObjectNode entries = sections.putObject(section);
            template.get(section).properties().forEach(entry -> {
                if (!entry.getValue().has("Condition")
                        || evaluated.isTrue(entry.getValue().get("Condition").asText())) {
                    ObjectNode value = entry.getValue().deepCopy();
                    value.remove("Condition");
                    entries.set(entry.getKey(), evaluated.evaluate(value));
                }
            });
        }
        return sections;
    }

    /** What the rules of a template say that parameters violate: nothing of them is deployed. */
    static List<String> refusals(JsonNode template, Map<String, String> parameters) {
        EvaluatedTemplate evaluated = new EvaluatedTemplate(template, parameters);
        return template.get("Rules")
                .valueStream()
                .filter(rule -> !rule.has("RuleCondition") || evaluated.holds(rule.get("RuleCondition")))
                .flatMap(rule -> rule.get("Assertions").valueStream())
                .filter(assertion -> !evaluated.holds(assertion.get("Assert")))
                .map(assertion -> assertion.get("AssertDescription").asText())
                .toList();
    }

    private boolean isTrue(String condition) {
        return holds(Objects.requireNonNull(template.get("Conditions").get(condition), condition));
    }

    private boolean holds(JsonNode expression) {
        if (expression.has("Fn::Not")) {
            return !holds(expression.at("/Fn::Not/0"));
        }
        if (expression.has("Fn::Or")) {
            return expression.get("Fn::Or").valueStream().anyMatch(this::holds);
        }
        return evaluate(expression.at("/Fn::Equals/0")).equals(evaluate(expression.at("/Fn::Equals/1")));
    }

    private JsonNode evaluate(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> addUnlessNoValue(items, evaluate(item)));
            items.sort(Comparator.comparing(Json::write));
            return NODES.arrayNode().addAll(items);
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.*")) {
            return call(node.fieldNames().next(), node.elements().next());
        }
        ObjectNode evaluated = NODES.objectNode();
        node.properties().forEach(entry -> {
            JsonNode value = evaluate(entry.getValue());
            if (!value.isMissingNode()) {
                evaluated.set(entry.getKey(), value);
            }
        });
        return evaluated;
    }

    private JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" ->
                argument.asText().equals("AWS::NoValue")
                        ? NODES.missingNode()
                        : text(parameters.getOrDefault(argument.asText(), "${" + argument.asText() + "}"));
            case "Fn::GetAtt" ->
                text("${" + argument.get(0).asText() + "." + argument.get(1).asText() + "}");
            case "Fn::Sub" -> text(substituted(argument));
            case "Fn::If" -> evaluate(argument.get(isTrue(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Join" -> text(joined(argument.get(0).asText(), argument.get(1)));
            case "Fn::Split" -> split(argument);
            case "Fn::Select" -> selected(argument);
            default -> throw new IllegalArgumentException(function);
        };
    }

    /** An item of a text that is known, or what it is of one that is not. */
    private JsonNode selected(JsonNode argument) {
        JsonNode item = evaluate(argument.get(1)).path(argument.get(0).asInt());
        return item.isTextual() ? item : text("selected " + argument.get(0) + " of " + argument.get(1));
    }

    private ArrayNode split(JsonNode argument) {
        ArrayNode parts = NODES.arrayNode();
        String separator = Pattern.quote(argument.get(0).asText());
        List.of(evaluate(argument.get(1)).asText().split(separator, -1)).forEach(parts::add);
        return parts;
    }

    private String joined(String delimiter, JsonNode parts) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode list = parts.isObject() ? evaluate(parts) : parts;
        list.forEach(part -> addUnlessNoValue(items, evaluate(part)));
        return String.join(delimiter, items.stream().map(JsonNode::asText).toList());
    }

    private String substituted(JsonNode argument) {
        Map<String, String> variables = new TreeMap<>(parameters);
        argument.path(1)
                .properties()
                .forEach(variable -> variables.put(
                        variable.getKey(), evaluate(variable.getValue()).asText()));
        Matcher matcher = REFERENCE.matcher(argument.isArray() ? argument.get(0).asText() : argument.asText());
        return matcher.replaceAll(
                        match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(1), match.group())))
                .replace("${!", "${");
    }

    private static void addUnlessNoValue(List<JsonNode> items, JsonNode item) {
        if (!item.isMissingNode()) {
            items.add(item);
        }
    }

    private static JsonNode text(String text) {
        return NODES.textNode(text);
    }
}
