package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a template in YAML as the JSON that CloudFormation makes of it: {@code !Ref} and {@code !Sub} are the short
 * forms of {@code Ref} and {@code Fn::Sub}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class TemplateYaml {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TemplateYaml() {}

    /**
     * @throws IllegalArgumentException if a key occurs twice, or a scalar is neither text, a number nor a truth value
     */
    static ObjectNode parse(String text) {
        return (ObjectNode) json(new Yaml().compose(new StringReader(text)));
    }

    private static JsonNode json(Node node) {
        String tag = node.getTag().getValue();
        if (!tag.matches("![A-Za-z]+")) {
            return value(node);
        }
        String name = tag.substring(1);
        if (name.equals("GetAtt")) {
            String[] names = ((ScalarNode) node).getValue().split("[.]", 2);
            return function("Fn::GetAtt", NODES.arrayNode().add(names[0]).add(names[1]));
        }
        JsonNode argument = node instanceof ScalarNode scalar ? NODES.textNode(scalar.getValue()) : value(node);
        return function(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, argument);
    }

    private static JsonNode function(String name, JsonNode argument) {
        return NODES.objectNode().set(name, argument);
    }

    private static JsonNode value(Node node) {
        return switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence -> {
                ArrayNode items = NODES.arrayNode();
                sequence.getValue().forEach(item -> items.add(json(item)));
                yield items;
            }
            default -> scalar((ScalarNode) node);
        };
    }

    private static ObjectNode object(MappingNode mapping) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            if (object.has(key)) {
                throw new IllegalArgumentException(entry.getKeyNode().getStartMark() + "the key for the second time");
            }
            object.set(key, json(entry.getValueNode()));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return NODES.numberNode(Integer.parseInt(scalar.getValue()));
        }
        if (tag.equals(Tag.BOOL) && scalar.getValue().matches("true|false")) {
            return NODES.booleanNode(Boolean.parseBoolean(scalar.getValue()));
        }
        if (!tag.equals(Tag.STR)) {
            throw new IllegalArgumentException(scalar.getStartMark() + "expected quotes around the text");
        }
        return NODES.textNode(scalar.getValue());
    }
}
