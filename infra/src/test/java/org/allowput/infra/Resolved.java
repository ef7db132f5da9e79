package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A template as CloudFormation reads it: joins joined, the partition filled in, references to resources written as
 * {@code ${LogicalId}} and {@code ${LogicalId.Attribute}}.
 */
final class Resolved {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Resolved() {}

    static JsonNode in(String partition, JsonNode json) {
        if (json.isArray()) {
            ArrayNode items = NODES.arrayNode();
            json.forEach(item -> items.add(in(partition, item)));
            return items;
        }
        if (!json.isObject()) {
            return json;
        }
        if (json.size() == 1 && json.has("Ref")) {
            String name = json.get("Ref").asText();
            return NODES.textNode(name.equals("AWS::Partition") ? partition : "${" + name + "}");
        }
        if (json.size() == 1 && json.has("Fn::GetAtt")) {
            JsonNode parts = json.get("Fn::GetAtt");
            return NODES.textNode(
                    "${" + parts.get(0).asText() + "." + parts.get(1).asText() + "}");
        }
        if (json.size() == 1 && json.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode part : in(partition, json.get("Fn::Join").get(1))) {
                joined.append(part.isTextual() ? part.asText() : part.toString());
            }
            return NODES.textNode(joined.toString());
        }
        if (json.size() == 1 && json.has("Fn::If")) {
            return in(partition, json.get("Fn::If").get(1));
        }
        ObjectNode object = NODES.objectNode();
        json.properties().forEach(entry -> object.set(entry.getKey(), in(partition, entry.getValue())));
        return object;
    }
}
