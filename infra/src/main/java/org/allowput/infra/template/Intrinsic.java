package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * CloudFormation's intrinsic functions. A text is what {@code Fn::Sub} takes: references are <code>${Name}</code> and
 * <code>${Name.Attribute}</code>.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
public final class Intrinsic {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Intrinsic() {}

    /** The node for a text, with the simplest function that it needs. */
    public static JsonNode ofText(String text) {
        if (text.matches("\\$\\{[^.}!]+}")) {
            return call("Ref", NODES.textNode(text.substring(2, text.length() - 1)));
        }
        if (text.matches("\\$\\{[^.}!]+\\.[^}]+}")) {
            ArrayNode parts = NODES.arrayNode();
            for (String part : text.substring(2, text.length() - 1).split("\\.", 2)) {
                parts.add(part);
            }
            return call("Fn::GetAtt", parts);
        }
        return text.contains("${") ? call("Fn::Sub", NODES.textNode(text)) : NODES.textNode(text);
    }

    /** The text of a string, or of a function that a text can have in its place. */
    static Optional<String> textOf(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.asText());
        }
        if (isCall(node, "Ref") && !node.get("Ref").asText().equals("AWS::NoValue")) {
            return Optional.of("${" + node.get("Ref").asText() + "}");
        }
        if (isCall(node, "Fn::GetAtt")) {
            JsonNode parts = node.get("Fn::GetAtt");
            return Optional.of("${" + parts.get(0).asText() + "." + parts.get(1).asText() + "}");
        }
        if (isCall(node, "Fn::Sub") && node.get("Fn::Sub").isTextual()) {
            return Optional.of(node.get("Fn::Sub").asText());
        }
        if (isCall(node, "Fn::Join") && node.at("/Fn::Join/0").asText().isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (JsonNode part : node.at("/Fn::Join/1")) {
                Optional<String> partText = textOf(part);
                if (partText.isEmpty()) {
                    return Optional.empty();
                }
                text.append(partText.get());
            }
            return Optional.of(text.toString());
        }
        return Optional.empty();
    }

    static boolean isCall(JsonNode node, String function) {
        return node.isObject() && node.size() == 1 && node.has(function);
    }

    static boolean isCall(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.fieldNames().next().matches("Ref|Condition|Fn::.*");
    }

    /** A call of a function. */
    public static ObjectNode call(String function, JsonNode argument) {
        return NODES.objectNode().set(function, argument);
    }

    /** A call of a function with several arguments. */
    public static ObjectNode call(String function, JsonNode first, JsonNode... others) {
        return call(function, NODES.arrayNode().add(first).addAll(List.of(others)));
    }

    public static JsonNode equal(JsonNode one, JsonNode other) {
        return call("Fn::Equals", one, other);
    }

    public static JsonNode equal(JsonNode value, String text) {
        return equal(value, NODES.textNode(text));
    }

    public static JsonNode not(JsonNode condition) {
        return call("Fn::Not", NODES.arrayNode().add(condition));
    }

    /** The parts of a text between separators. */
    public static JsonNode split(String separator, JsonNode text) {
        return call("Fn::Split", NODES.textNode(separator), text);
    }

    /** Parts with separators between them: a list, or a function that has one. */
    public static JsonNode join(String separator, JsonNode parts) {
        return call("Fn::Join", NODES.textNode(separator), parts);
    }

    /** One of two values, by a condition of the template. */
    public static JsonNode either(String condition, JsonNode ifTrue, JsonNode ifFalse) {
        return call("Fn::If", NODES.textNode(condition), ifTrue, ifFalse);
    }

    /** What removes a property. */
    public static JsonNode noValue() {
        return call("Ref", NODES.textNode("AWS::NoValue"));
    }
}
