package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The logical ids of a synthesized template as the published templates have them: without hashes and accounts. */
final class LogicalIds {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HASHES = "[0-9A-F]{8}([0-9a-f]{32})?$";

    private LogicalIds() {}

    /**
     * A template with these ids, wherever it names a resource.
     *
     * @throws IllegalStateException if two resources would have the same
     */
    static JsonNode withoutHashes(JsonNode template) {
        Map<String, String> ids = new TreeMap<>();
        template.get("Resources").fieldNames().forEachRemaining(id -> {
            String readable = id.replaceFirst(HASHES, "").replaceFirst("For[0-9]{12}", "");
            if (ids.containsValue(readable)) {
                throw new IllegalStateException("two resources would be called " + readable);
            }
            ids.put(id, readable);
        });
        return renamed(template, ids);
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> ids) {
        if (node.isTextual()) {
            return NODES.textNode(ids.getOrDefault(node.asText(), node.asText()));
        }
        if (node.isArray()) {
            ArrayNode items = NODES.arrayNode();
            node.forEach(item -> items.add(renamed(item, ids)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode entries = NODES.objectNode();
        node.properties()
                .forEach(entry ->
                        entries.set(ids.getOrDefault(entry.getKey(), entry.getKey()), renamed(entry.getValue(), ids)));
        return entries;
    }
}
