package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a template as YAML with the short forms of intrinsic functions. Every string that YAML could read as something
 * else is in double quotes, as JSON writes it, which YAML reads as well.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML</a>
 */
public final class YamlWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*(::?[A-Za-z0-9*]+)*");
    private static final Pattern RESERVED =
            Pattern.compile("true|false|yes|no|on|off|null|y|n", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder();

    private YamlWriter() {}

    /** The YAML of a template, with an empty line before each section and each of its entries. */
    public static String write(JsonNode template) {
        YamlWriter writer = new YamlWriter();
        template.properties().forEach(section -> {
            writer.text.append(writer.text.isEmpty() ? "" : "\n");
            writer.entry(section, 0, section.getKey().equals("Resources"));
        });
        return writer.text.toString();
    }

    private void entry(Map.Entry<String, JsonNode> entry, int indent, boolean apart) {
        text.append("  ".repeat(indent)).append(scalar(entry.getKey())).append(':');
        if (apart) {
            text.append('\n');
            entry.getValue().properties().forEach(inner -> {
                text.append('\n');
                entry(inner, indent + 1, false);
            });
        } else {
            value(entry.getValue(), indent + 1);
        }
    }

    /** After a key, a dash or a tag on the same line. */
    private void value(JsonNode node, int indent) {
        if (Intrinsic.isCall(node)) {
            Map.Entry<String, JsonNode> call = node.properties().iterator().next();
            text.append(" !").append(call.getKey().replaceFirst("^Fn::", ""));
            if (call.getKey().equals("Fn::GetAtt")) {
                text.append(' ')
                        .append(call.getValue().get(0).asText())
                        .append('.')
                        .append(call.getValue().get(1).asText())
                        .append('\n');
            } else {
                value(call.getValue(), indent);
            }
        } else if (node.isObject() && !node.isEmpty()) {
            text.append('\n');
            node.properties().forEach(entry -> entry(entry, indent, false));
        } else if (node.isArray() && !node.isEmpty()) {
            text.append('\n');
            node.forEach(item -> item(item, indent));
        } else {
            text.append(' ')
                    .append(node.isTextual() ? scalar(node.asText()) : node.toString())
                    .append('\n');
        }
    }

    private void item(JsonNode item, int indent) {
        text.append("  ".repeat(indent)).append('-');
        if (item.isObject() && !item.isEmpty() && !Intrinsic.isCall(item)) {
            int start = text.length();
            item.properties().forEach(entry -> entry(entry, indent + 1, false));
            // The first entry stands on the line of the dash.
            text.replace(start, start + 2 * (indent + 1), " ");
        } else {
            value(item, indent + 1);
        }
    }

    private static String scalar(String value) {
        return PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches()
                ? value
                : TextNode.valueOf(value).toString();
    }
}
