package org.allowput.ops.proof.template;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads JSON or YAML into maps, lists and text. Short forms of intrinsic functions become their full forms. What two
 * readers could read differently is refused: a key that occurs twice, text after the end, null, anchors and aliases,
 * and numbers and truth values that are not written as JSON writes them.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">What
 *     CloudFormation supports of YAML</a>
 */
final class TemplateReader {
    private static final int DEPTH = 100;
    private static final Set<Tag> TEXT = Set.of(Tag.STR, Tag.TIMESTAMP);
    /** In the only spelling, with digits that no reader of numbers rounds or writes with an exponent. */
    private static final String NUMBER = "0|-?[1-9][0-9]{0,9}|-?(0|[1-9][0-9]{0,5})[.][0-9]{0,5}[1-9]";

    private static final Map<Tag, String> AS_IN_JSON =
            Map.of(Tag.BOOL, "true|false", Tag.INT, NUMBER, Tag.FLOAT, NUMBER);

    /**
     * Reads a template. @throws IOException if the text is neither an object in JSON nor a mapping in YAML, or is
     * ambiguous
     */
    Map<String, Object> read(String text) throws IOException {
        Object root = yaml(text);
        if (!(root instanceof Map<?, ?>)) {
            throw new IOException("it is neither an object in JSON nor a mapping in YAML");
        }
        return Template.map(root);
    }

    private Object yaml(String text) throws IOException {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEPTH);
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? "" : yaml(root, 0);
        } catch (YAMLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Object yaml(Node node, int depth) throws IOException {
        int line = node.getStartMark().getLine() + 1;
        if (node.getAnchor() != null) {
            throw wrong(line, "the anchor &" + node.getAnchor());
        }
        String tag = node.getTag().getValue();
        Object value = switch (node) {
            case MappingNode mapping -> mapping(mapping, map(line, depth), depth);
            case SequenceNode sequence -> {
                if (!tag.startsWith("!") && !sequence.getTag().equals(Tag.SEQ)) {
                    throw wrong(line, "the tag " + tag);
                }
                List<Object> list = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    list.add(yaml(element, depth + 1));
                }
                yield list;
            }
            default -> scalar((ScalarNode) node, line);
        };
        if (!tag.startsWith("!")) {
            return value;
        }
        String function = tag.substring(1);
        if (!function.matches("[A-Za-z]+")) {
            throw wrong(line, "the tag " + tag);
        }
        Map<String, Object> object = map(line, depth);
        object.put(function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function, value);
        return object;
    }

    private Map<String, Object> mapping(MappingNode mapping, Map<String, Object> object, int depth) throws IOException {
        if (!mapping.getTag().equals(Tag.MAP) && !mapping.getTag().getValue().startsWith("!")) {
            throw wrong(mapping.getStartMark().getLine() + 1, "the tag " + mapping.getTag());
        }
        for (NodeTuple entry : mapping.getValue()) {
            int line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(yaml(entry.getKeyNode(), depth) instanceof String key)) {
                throw wrong(line, "a key that is not text");
            }
            put(object, key, yaml(entry.getValueNode(), depth + 1), line);
        }
        return object;
    }

    private static String scalar(ScalarNode node, int line) throws IOException {
        String text = node.getValue();
        Tag tag = node.getTag();
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        if (tag.getValue().startsWith("!")
                || TEXT.contains(tag)
                || (plain && text.matches(AS_IN_JSON.getOrDefault(tag, "(?!)")))) {
            return text;
        }
        throw wrong(line, (text.isEmpty() ? "null" : text) + ", which readers of YAML read differently");
    }

    private Map<String, Object> map(int line, int depth) throws IOException {
        if (depth > DEPTH) {
            throw wrong(line, "more than " + DEPTH + " levels");
        }
        return new TreeMap<>();
    }

    private static void put(Map<String, Object> object, String key, Object value, int line) throws IOException {
        if (object.put(key, value) != null) {
            throw wrong(line, "the key " + key + " for the second time");
        }
    }

    private static IOException wrong(int line, String seen) {
        return new IOException("line " + line + ": seen " + seen + "; expected text, objects and lists, each key once,"
                + " and a value that could be read in two ways in quotes");
    }
}
