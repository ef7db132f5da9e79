package org.allowput.infra.settings.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What the validation of the schema found.
 *
 * @param path of the setting below {@code replication}
 * @param kind of the error
 * @param seen the value
 * @param expected of the setting
 */
record SettingError(String path, Kind kind, String seen, String expected) {
    enum Kind {
        MISSING,
        UNKNOWN,
        REFUSED
    }

    static SettingError of(Error error, JsonNode root) {
        StringBuilder path = new StringBuilder();
        JsonNode schema = root;
        NodePath location = error.getInstanceLocation();
        for (int index = 0; index < location.getNameCount(); index++) {
            Object name = location.getElement(index);
            JsonNode child = SettingsSchema.child(schema, name);
            if (name instanceof Integer && schema.has("expected")) {
                // An item of a list of texts: the error is that of the list.
                break;
            }
            path.append(name instanceof Integer ? "[" + name + "]" : (path.isEmpty() ? "" : ".") + name);
            schema = child;
        }
        Kind kind = kind(error, schema);
        String seen = String.valueOf(error.getInstanceNode());
        if (error.getProperty() != null) {
            path.append(path.isEmpty() ? "" : ".").append(error.getProperty());
            schema = SettingsSchema.child(schema, error.getProperty());
            seen = String.valueOf(error.getInstanceNode().get(error.getProperty()));
        }
        return new SettingError(path.toString(), kind, seen, new Setting(path.toString(), schema).expected());
    }

    private static Kind kind(Error error, JsonNode schema) {
        return switch (error.getKeyword()) {
            case "required" -> Kind.MISSING;
            // With names that the user chooses, this name is not allowed.
            case "additionalProperties" -> schema.has(SettingsSchema.NAMES) ? Kind.REFUSED : Kind.UNKNOWN;
            default -> Kind.REFUSED;
        };
    }

    String message(String root, Function<String, Optional<String>> mostSimilar) {
        String full = path.isEmpty() ? root : root + "." + path;
        return switch (kind) {
            case MISSING -> "%s: not set, expected %s".formatted(full, expected);
            case REFUSED -> "%s: seen %s, expected %s".formatted(full, seen, expected);
            case UNKNOWN ->
                full + ": there is no such setting"
                        + mostSimilar
                                .apply(path.replaceAll("\\[\\d+]", "[]"))
                                .map(similar -> "; did you mean " + root + "." + similar + "?")
                                .orElse("");
        };
    }
}
