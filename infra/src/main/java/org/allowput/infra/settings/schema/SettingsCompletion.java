package org.allowput.infra.settings.schema;

import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Adds the defaults of the schema, and converts a text of the command line, or a number as the CDK's runtime passes it
 * on, to the type that the schema has. A value that cannot be converted stays as it is: the validation refuses it.
 */
final class SettingsCompletion {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SettingsCompletion() {}

    static JsonNode complete(JsonNode value, JsonNode schema) {
        JsonNode converted = converted(value, schema);
        return switch (converted) {
            case ObjectNode object -> object(object, schema);
            case ArrayNode array -> {
                ArrayNode items = NODES.arrayNode();
                array.forEach(item -> items.add(complete(item, SettingsSchema.child(schema, 0))));
                yield items;
            }
            default -> converted;
        };
    }

    private static ObjectNode object(ObjectNode object, JsonNode schema) {
        ObjectNode complete = NODES.objectNode();
        SettingsSchema.ofOneRule(schema).path("properties").properties().forEach(property -> {
            JsonNode value = object.path(property.getKey());
            JsonNode given = value.isMissingNode() || value.isNull()
                    ? property.getValue().path("default")
                    : value;
            if (!given.isMissingNode()) {
                complete.set(property.getKey(), complete(given, property.getValue()));
            }
        });
        object.properties().stream()
                .filter(property -> !complete.has(property.getKey()))
                .forEach(other -> complete.set(
                        other.getKey(), complete(other.getValue(), SettingsSchema.child(schema, other.getKey()))));
        return complete;
    }

    private static JsonNode converted(JsonNode value, JsonNode schema) {
        String text = value.isString() ? value.stringValue() : "";
        return switch (type(schema)) {
            case "boolean" -> text.matches("true|false") ? BooleanNode.valueOf(text.equals("true")) : value;
            case "integer" -> text.matches("-?\\d{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : whole(value);
            case "string" -> value.isNumber() ? StringNode.valueOf(whole(value).asString()) : value;
            default -> text.startsWith("[") ? list(text, value) : value;
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? "array" : type.asString("");
    }

    private static JsonNode whole(JsonNode value) {
        if (!value.isNumber()) {
            return value;
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        boolean isWhole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
        return isWhole ? LongNode.valueOf(number.longValueExact()) : value;
    }

    /** A list on the command line is JSON text. */
    private static JsonNode list(String text, JsonNode value) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            return value;
        }
    }
}
