package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes a template as YAML, with the short forms of intrinsic functions and comments. */
public final class TemplateYaml {
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z][A-Za-z0-9_./-]*(::?[A-Za-z0-9*]+)*");

    private final Map<String, String> comments;

    private TemplateYaml(Map<String, String> comments) {
        this.comments = comments;
    }

    /**
     * The text of a template.
     *
     * @param comments by the ids of the resources that they are before
     */
    public static String write(JsonNode template, Map<String, String> comments) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        options.setProcessComments(true);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(new TemplateYaml(comments).mapping(template, true), text);
        // Empty lines are written with the indentation of what follows, and a name after a tag in quotes.
        return text.toString()
                .strip()
                .concat("\n")
                .replaceAll("(?m)^ +$", "")
                .replaceAll("!(Ref|GetAtt) \"([^\"\n]*)\"", "!$1 $2");
    }

    /**
     * @param isApart whether there is an empty line before each entry, and its comment: each section and each resource
     */
    private Node mapping(JsonNode json, boolean isApart) {
        List<NodeTuple> entries = new ArrayList<>();
        json.properties().forEach(entry -> {
            boolean hasResources = isApart && entry.getKey().equals("Resources");
            Node key = isApart ? apart(entry.getKey()) : text(Tag.STR, entry.getKey());
            entries.add(new NodeTuple(key, hasResources ? mapping(entry.getValue(), true) : node(entry.getValue())));
        });
        return new MappingNode(Tag.MAP, entries, json.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private Node apart(String key) {
        Node node = text(Tag.STR, key);
        List<CommentLine> lines = new ArrayList<>(List.of(new CommentLine(null, null, "", CommentType.BLANK_LINE)));
        if (comments.containsKey(key)) {
            lines.add(new CommentLine(null, null, " " + comments.get(key), CommentType.BLOCK));
        }
        node.setBlockComments(lines);
        return node;
    }

    private Node node(JsonNode json) {
        if (Intrinsic.isCall(json)) {
            Map.Entry<String, JsonNode> call = json.properties().iterator().next();
            Tag tag = new Tag("!" + call.getKey().replaceFirst("^Fn::", ""));
            JsonNode argument = call.getValue();
            if (call.getKey().equals("Fn::GetAtt")) {
                return text(
                        tag, argument.get(0).asText() + "." + argument.get(1).asText());
            }
            return argument.isArray() ? list(tag, argument) : text(tag, argument.asText());
        }
        if (json.isObject()) {
            return mapping(json, false);
        }
        if (json.isArray()) {
            return list(Tag.SEQ, json);
        }
        return text(json.isTextual() ? Tag.STR : json.isBoolean() ? Tag.BOOL : Tag.INT, json.asText());
    }

    private Node list(Tag tag, JsonNode items) {
        List<Node> nodes = items.valueStream().map(this::node).toList();
        return new SequenceNode(tag, nodes, nodes.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    /** Without quotes only what no reader of YAML takes for something else. */
    private static Node text(Tag tag, String text) {
        boolean isPlain = tag.equals(Tag.INT)
                || tag.equals(Tag.BOOL)
                || (tag.equals(Tag.STR) && PLAIN.matcher(text).matches());
        return new ScalarNode(tag, text, null, null, isPlain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }
}
