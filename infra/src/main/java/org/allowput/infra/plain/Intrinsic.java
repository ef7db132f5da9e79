package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * CloudFormation's intrinsic functions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class Intrinsic {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Intrinsic() {}

    static boolean isCall(JsonNode node, String function) {
        return node.isObject() && node.size() == 1 && node.has(function);
    }

    static boolean isCall(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.*");
    }

    static ObjectNode ref(String name) {
        return NODES.objectNode().put("Ref", name);
    }

    static ObjectNode call(String function, JsonNode... arguments) {
        return NODES.objectNode().set(function, NODES.arrayNode().addAll(List.of(arguments)));
    }

    /** One of two values, by a condition of the template. */
    static ObjectNode either(String condition, JsonNode ifTrue, JsonNode ifFalse) {
        return call("Fn::If", NODES.textNode(condition), ifTrue, ifFalse);
    }

    /** What removes a property. */
    static ObjectNode noValue() {
        return ref("AWS::NoValue");
    }
}
