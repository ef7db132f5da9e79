package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code Fn::Sub} takes: a text with references, and the values of those that are not of the template.
 *
 * @param text with <code>${Name}</code> and <code>${Name.Attribute}</code>
 * @param variables by name, at least those in the text
 */
record Substitution(String text, Map<String, JsonNode> variables) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9:]+)}");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\$\\{([A-Za-z0-9]+)\\.([A-Za-z0-9.]+)}");

    static Substitution of(String text) {
        return new Substitution(text, Map.of());
    }

    /** Of a text, or of a function that a text can have in its place; empty for other nodes. */
    static Optional<Substitution> of(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(of(node.asText()));
        }
        if (Intrinsic.isCall(node, "Ref") && !node.equals(Intrinsic.noValue())) {
            return Optional.of(of("${" + node.get("Ref").asText() + "}"));
        }
        if (Intrinsic.isCall(node, "Fn::GetAtt")) {
            JsonNode parts = node.get("Fn::GetAtt");
            return Optional.of(
                    of("${" + parts.get(0).asText() + "." + parts.get(1).asText() + "}"));
        }
        if (Intrinsic.isCall(node, "Fn::Sub")) {
            JsonNode argument = node.get("Fn::Sub");
            Map<String, JsonNode> variables = new TreeMap<>();
            argument.path(1).properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
            return Optional.of(
                    new Substitution(argument.isArray() ? argument.get(0).asText() : argument.asText(), variables));
        }
        if (Intrinsic.isCall(node, "Fn::Join")
                && node.at("/Fn::Join/0").asText().isEmpty()) {
            return joined(node.at("/Fn::Join/1"));
        }
        return Optional.empty();
    }

    private static Optional<Substitution> joined(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        Map<String, JsonNode> variables = new TreeMap<>();
        for (JsonNode part : parts) {
            Optional<Substitution> known = of(part);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            text.append(known.get().text);
            variables.putAll(known.get().variables);
        }
        return Optional.of(new Substitution(text.toString(), variables));
    }

    /** With a variable in the place of a part, which the text has. */
    Substitution replace(String part, String variable, JsonNode value) {
        if (!text.contains(part)) {
            throw new IllegalStateException("\"" + text + "\" does not contain \"" + part + "\"");
        }
        Map<String, JsonNode> all = new TreeMap<>(variables);
        all.put(variable, value);
        return new Substitution(text.replace(part, "${" + variable + "}"), all);
    }

    /** With the simplest function that it needs. */
    JsonNode node() {
        Map<String, JsonNode> used = new TreeMap<>(variables);
        used.keySet().removeIf(name -> !text.contains("${" + name + "}"));
        Matcher name = NAME.matcher(text);
        if (name.matches()) {
            return used.getOrDefault(name.group(1), Intrinsic.ref(name.group(1)));
        }
        Matcher attribute = ATTRIBUTE.matcher(text);
        if (attribute.matches()) {
            return Intrinsic.call("Fn::GetAtt", NODES.textNode(attribute.group(1)), NODES.textNode(attribute.group(2)));
        }
        if (!text.contains("${")) {
            return NODES.textNode(text);
        }
        ObjectNode values = NODES.objectNode();
        used.forEach(values::set);
        ArrayNode both = NODES.arrayNode().add(text).add(values);
        return NODES.objectNode().set("Fn::Sub", used.isEmpty() ? NODES.textNode(text) : both);
    }
}
