package org.allowput.ops.proof.template;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads JSON or YAML into maps, lists and text. Short forms of intrinsic functions become their full forms. What two
 * readers could read differently is refused: a key that occurs twice, text after the end, null, anchors and aliases,
 * and numbers and truth values that are not written as JSON writes them. So are macros, which can put anything
 * anywhere.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">What
 *     CloudFormation supports of YAML</a>
 */
final class TemplateReader {
    private static final int DEPTH = 100;
    /** In the only spelling, with digits that no reader of numbers rounds or writes with an exponent. */
    private static final String NUMBER = "0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,5})[.][0-9]{0,5}[1-9]";

    private static final Map<Tag, String> AS_IN_JSON =
            Map.of(Tag.BOOL, "true|false", Tag.INT, NUMBER, Tag.FLOAT, NUMBER);

    /**
     * Reads a template. @throws IOException if the text is neither an object in JSON nor a mapping in YAML, or is
     * ambiguous
     */
    Map<String, Object> read(String text) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null || !(value(root) instanceof Map<?, ?> template)) {
                throw new IOException("it is neither an object in JSON nor a mapping in YAML");
            }
            return Template.map(template);
        } catch (YAMLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Object value(Node node) {
        String tag = node.getTag().getValue();
        require(node.getAnchor() == null, node, "the anchor &" + node.getAnchor());
        boolean isFunction = tag.matches("![A-Za-z]+");
        Object value = switch (node) {
            case MappingNode mapping -> {
                require(isFunction || node.getTag().equals(Tag.MAP), node, "the tag " + tag);
                yield mapping(mapping);
            }
            case SequenceNode sequence -> {
                require(isFunction || node.getTag().equals(Tag.SEQ), node, "the tag " + tag);
                yield sequence.getValue().stream().map(TemplateReader::value).toList();
            }
            default -> {
                String text = ((ScalarNode) node).getValue();
                require(isFunction || isText((ScalarNode) node), node, text.isEmpty() ? "null" : text);
                yield text;
            }
        };
        if (!isFunction) {
            return value;
        }
        String function = tag.substring(1);
        Map<String, Object> object = new TreeMap<>();
        put(object, Set.of("Ref", "Condition").contains(function) ? function : "Fn::" + function, value, node);
        return object;
    }

    private static Map<String, Object> mapping(MappingNode mapping) {
        Map<String, Object> object = new TreeMap<>();
        mapping.getValue().forEach(entry -> {
            Object key = value(entry.getKeyNode());
            require(key instanceof String, entry.getKeyNode(), "a key that is not text");
            put(object, (String) key, value(entry.getValueNode()), entry.getKeyNode());
        });
        return object;
    }

    private static void put(Map<String, Object> object, String key, Object value, Node at) {
        require(!key.matches("Fn::(Transform|ForEach).*"), at, "the macro " + key);
        require(object.put(key, value) == null, at, "the key " + key + " for the second time");
    }

    private static boolean isText(ScalarNode node) {
        return Set.of(Tag.STR, Tag.TIMESTAMP).contains(node.getTag())
                || (node.getScalarStyle() == ScalarStyle.PLAIN
                        && node.getValue().matches(AS_IN_JSON.getOrDefault(node.getTag(), "(?!)")));
    }

    private static void require(boolean asExpected, Node at, String seen) {
        if (!asExpected) {
            throw new YAMLException("line " + (at.getStartMark().getLine() + 1) + ": seen " + seen
                    + "; expected text, objects and lists without macros, each key once, and a value that could be read"
                    + " in two ways in quotes");
        }
    }
}
