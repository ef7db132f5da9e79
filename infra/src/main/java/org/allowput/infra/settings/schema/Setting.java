package org.allowput.infra.settings.schema;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A setting, or an object or a list of settings, as {@code settings.schema.json} declares it.
 *
 * @param path below {@code replication}, with {@code []} for each item of a list
 * @param schema its JSON Schema, with the keywords {@code expected}, {@code allowed}, {@code unit}, {@code expert},
 *     {@code defaultText} and {@code templatePattern} of our own
 */
public record Setting(String path, JsonNode schema) {
    /** The allowed values of a setting that is true or false. */
    public static final String BOOLEAN = "true or false";
    /** How a pattern with alternatives begins. */
    private static final String GROUP = "^(?:";

    /** Completes the sentence "expected …" in an error message. */
    public String expected() {
        String text = text("expected");
        if (schema.has("enum")) {
            return text.isEmpty() ? "one of " + constants(", ") : text + ": " + constants(", ") + unit();
        }
        return text.isEmpty() ? ofType() : text;
    }

    private String ofType() {
        return switch (schema.path("type").asString("object")) {
            case "boolean" -> BOOLEAN;
            case "integer" -> "an integer from " + range();
            case "array" -> "a list: [ { … }, … ]";
            default -> "an object: { … }";
        };
    }

    /** The allowed values with their unit, as docs/settings.md states them. */
    public String allowed() {
        if (schema.has("enum")) {
            return constants(", ") + unit();
        }
        return isInteger() ? range() : schema.path("allowed").asString(expected());
    }

    public boolean isInteger() {
        return schema.path("type").asString("").equals("integer");
    }

    private String range() {
        return schema.path("minimum").asString() + " to "
                + schema.path("maximum").asString() + unit();
    }

    private String constants(String separator) {
        return schema.path("enum").values().stream().map(JsonNode::asString).collect(Collectors.joining(separator));
    }

    private String unit() {
        return schema.has("unit") ? " " + text("unit") : "";
    }

    /** The regular expression that a parameter of a template with this value has, without anchors. */
    public String pattern() {
        if (schema.has("enum")) {
            return constants("|");
        }
        String anchored = schema.path("templatePattern").asString(text("pattern"));
        if (anchored.startsWith(GROUP)) {
            return anchored.substring(GROUP.length(), anchored.length() - 2);
        }
        return anchored.startsWith("^") ? anchored.substring(1, anchored.length() - 1) : anchored;
    }

    /** The default as text, if it is a constant. */
    public String byDefault() {
        return text("default");
    }

    /** The default in Markdown. */
    public String defaultText() {
        String constant = schema.has("default") ? "`" + byDefault() + "`" : "required";
        return schema.path("defaultText").asString(constant);
    }

    /** Whether it is in the second table of docs/settings.md, of settings that hardly anybody needs. */
    public boolean isExpert() {
        return schema.path("expert").asBoolean(false);
    }

    public String description() {
        return text("description");
    }

    private String text(String keyword) {
        return schema.path(keyword).asString("");
    }
}
