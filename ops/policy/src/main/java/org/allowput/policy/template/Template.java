package org.allowput.policy.template;

import static org.allowput.policy.template.TemplateException.at;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A CloudFormation template in JSON or YAML, as {@code cdk synth} writes it: maps, lists and text. Short forms of
 * intrinsic functions become their full forms. What two readers could read differently is refused: a key that occurs
 * twice, text after the end, null, anchors and aliases, and numbers and truth values that are not written as JSON
 * writes them. So are macros, which can put anything anywhere.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">What
 *     CloudFormation supports of YAML</a>
 */
public record Template(Map<String, Object> root) {
    /** What {@link IntrinsicFunctions} makes of {@code AWS::NoValue}, and of what is not there. */
    static final Object NOTHING = Optional.empty();

    private static final int DEPTH = 100;
    /** In the only spelling, with digits that no reader of numbers rounds or writes with an exponent. */
    private static final String NUMBER = "0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,5})[.][0-9]{0,5}[1-9]";

    private static final String TEXT = "(?s).*";
    private static final Map<Tag, String> AS_IN_JSON =
            Map.of(Tag.STR, TEXT, Tag.TIMESTAMP, TEXT, Tag.BOOL, "true|false", Tag.INT, NUMBER, Tag.FLOAT, NUMBER);

    /**
     * Reads a template.
     *
     * @throws TemplateException if the text is no template in JSON or YAML, or is ambiguous
     */
    public static Template parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            Map<String, Object> template = root == null ? Map.of() : map(value(root));
            if (!template.containsKey("Resources")) {
                throw new YAMLException("it is no object in JSON or YAML with the section Resources");
            }
            return new Template(template);
        } catch (YAMLException e) {
            throw new TemplateException(
                    "The template cannot be read: " + e.getMessage()
                            + "; expected a CloudFormation template in JSON or YAML",
                    e);
        }
    }

    private static Object value(Node node) {
        String tag = node.getTag().getValue();
        boolean isFunction = tag.matches("![A-Za-z]+");
        require(node.getAnchor() == null, node, "the anchor &" + node.getAnchor());
        Object value = switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence ->
                sequence.getValue().stream().map(Template::value).toList();
            default -> ((ScalarNode) node).getValue();
        };
        require(isFunction || isKnown(node), node, value instanceof String text && !text.isEmpty() ? text : tag);
        String function = Set.of("!Ref", "!Condition").contains(tag) ? tag.substring(1) : tag.replace("!", "Fn::");
        return isFunction ? put(new TreeMap<>(), function, value, node) : value;
    }

    /** Whether it is an object, a list, or text that is written as JSON writes it. */
    private static boolean isKnown(Node node) {
        return switch (node) {
            case MappingNode mapping -> mapping.getTag().equals(Tag.MAP);
            case ScalarNode scalar -> scalar.getValue().matches(AS_IN_JSON.getOrDefault(scalar.getTag(), "(?!)"));
            default -> node.getTag().equals(Tag.SEQ);
        };
    }

    private static Map<String, Object> object(MappingNode mapping) {
        Map<String, Object> object = new TreeMap<>();
        mapping.getValue().forEach(entry -> {
            Object key = value(entry.getKeyNode());
            require(key instanceof String, entry.getKeyNode(), "a key that is not text");
            put(object, (String) key, value(entry.getValueNode()), entry.getKeyNode());
        });
        return object;
    }

    private static Map<String, Object> put(Map<String, Object> object, String key, Object value, Node at) {
        require(!key.matches("Fn::(Transform|ForEach).*"), at, "the macro " + key);
        require(object.put(key, value) == null, at, "the key " + key + " for the second time");
        return object;
    }

    private static void require(boolean asExpected, Node at, String seen) {
        if (!asExpected) {
            throw new YAMLException("line " + (at.getStartMark().getLine() + 1) + ": seen " + seen
                    + "; expected text, objects and lists without macros, each key once, and a value that could be read"
                    + " in two ways in quotes");
        }
    }

    /** A section by its name, such as {@code Parameters}; empty if there is none. */
    public Map<String, Object> section(String name) {
        return at(name, () -> object(root.getOrDefault(name, Map.of())));
    }

    /** A resource by its name; empty if there is none. */
    public Map<String, Object> resource(String id) {
        return map(section("Resources").get(id));
    }

    /** An object of JSON; empty if it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** An object of JSON. @throws IllegalArgumentException if it is none */
    public static Map<String, Object> object(@Nullable Object value) {
        TemplateException.require(value instanceof Map<?, ?>, value == null ? "nothing" : "no object", "an object");
        return map(value);
    }

    /** The elements of a list; a single value is a list of one. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(@Nullable Object value) {
        return value == null || value == NOTHING
                ? List.of()
                : value instanceof List<?> ? (List<Object>) value : List.of(value);
    }

    /** A text, which may be empty. @throws IllegalArgumentException if it is none */
    public static String text(@Nullable Object value) {
        TemplateException.require(value instanceof String, "no text", "a text");
        return String.valueOf(value);
    }

    /** A text that is not empty. @throws IllegalArgumentException if it is none */
    public static String name(@Nullable Object value) {
        TemplateException.require(!text(value).isEmpty(), "an empty text", "a name");
        return text(value);
    }
}
