package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a synthesized template for readers: logical ids without the CDK's hashes and without accounts, references in
 * the place of the values that stand for parameters, and {@code Fn::Sub} in the place of {@code Fn::Join}.
 */
public final class TemplateNames {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HASHES = "[0-9A-F]{8}([0-9a-f]{32})?$";

    private final Map<String, String> logicalIds = new HashMap<>();
    private final Map<String, String> references;
    private final Map<String, JsonNode> variables;
    private final List<String> values;

    private TemplateNames(JsonNode template, Map<String, String> references, Map<String, JsonNode> variables) {
        this.references = references;
        this.variables = variables;
        values = references.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        template.get("Resources").fieldNames().forEachRemaining(id -> {
            String readable = id.replaceFirst(HASHES, "").replaceFirst("For[0-9]{12}", "");
            if (logicalIds.containsValue(readable)) {
                throw new IllegalStateException("two resources would be called " + readable);
            }
            logicalIds.put(id, readable);
        });
    }

    /**
     * Rewrites a template.
     *
     * @param references by the value that stands for each, in the form that {@code Fn::Sub} takes
     * @param variables the values of references that are neither parameters nor resources
     */
    public static ObjectNode rewrite(
            JsonNode template, Map<String, String> references, Map<String, JsonNode> variables) {
        return (ObjectNode) new TemplateNames(template, references, variables).rewrite(template);
    }

    private JsonNode rewrite(JsonNode node) {
        if (node.isTextual()) {
            return substituted(renamed(node.asText()).replace("${", "${!"));
        }
        if (node.isArray()) {
            ArrayNode items = NODES.arrayNode();
            node.forEach(item -> items.add(rewrite(item)));
            return items;
        }
        if (!node.isObject()) {
            String reference = references.get(node.asText());
            return reference == null ? node : Substitution.of(reference).node();
        }
        ObjectNode rewritten = NODES.objectNode();
        node.properties().forEach(entry -> rewritten.set(renamed(entry.getKey()), rewrite(entry.getValue())));
        return Intrinsic.isCall(rewritten, "Fn::Join")
                ? Substitution.of(rewritten).map(Substitution::node).orElse(rewritten)
                : rewritten;
    }

    private String renamed(String id) {
        return logicalIds.getOrDefault(id, id);
    }

    private JsonNode substituted(String text) {
        String substituted = text;
        for (String value : values) {
            substituted = substituted.replace(value, references.get(value));
        }
        return new Substitution(substituted, variables).node();
    }
}
