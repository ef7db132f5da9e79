package org.allowput.infra.settings;

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
    /** Completes the sentence "expected …" in an error message. */
    public String expected() {
        String text = text("expected");
        if (schema.has("enum")) {
            return (text.isEmpty() ? "one of " : text + ": ") + allowed();
        }
        return text.isEmpty() ? ofType() : text;
    }

    private String ofType() {
        return switch (text("type")) {
            case "boolean" -> "true or false";
            case "integer" -> "an integer from " + allowed();
            case "array" -> "a list: [ { … }, … ]";
            default -> "an object: { … }";
        };
    }

    /** The allowed values with their unit, as docs/settings.md states them. */
    public String allowed() {
        String unit = schema.has("unit") ? " " + text("unit") : "";
        if (schema.has("enum")) {
            return words(", ") + unit;
        }
        return isInteger()
                ? text("minimum") + " to " + text("maximum") + unit
                : schema.path("allowed").asString(expected());
    }

    public boolean isInteger() {
        return text("type").equals("integer");
    }

    /** The regular expression that a parameter of a template with this value has, without anchors. */
    public String pattern() {
        String anchored = schema.path("templatePattern").asString(text("pattern"));
        return schema.has("enum") ? words("|") : anchored.replaceFirst("^\\^(?:\\(\\?:(.*)\\)|(.*))\\$$", "$1$2");
    }

    private String words(String separator) {
        return schema.path("enum").values().stream().map(JsonNode::asString).collect(Collectors.joining(separator));
    }

    /** A keyword of the schema; empty if it has none. */
    public String text(String keyword) {
        return schema.path(keyword).asString("");
    }
}
