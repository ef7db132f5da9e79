package org.allowput.infra.settings.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code settings.schema.json}: the type, range, default, description and an example of each setting. Editors complete
 * and check settings by it, docs/settings.md is generated from it.
 */
public final class SettingsSchema {
    private static final List<String> OWN_KEYWORDS =
            List.of("expected", "allowed", "unit", "expert", "defaultText", "templatePattern");
    /** Has the schema of properties whose names the user chooses, by a pattern of the names. */
    static final String NAMES = "patternProperties";

    private static final int MAX_TYPING_ERRORS = 3;
    private static final String REFERENCE = "$ref";
    private static final JsonNode SCHEMA = read();
    private static final JsonNode ROOT = expanded(SCHEMA);
    private static final List<Setting> SETTINGS = settings("", ROOT).toList();
    private static final Schema VALIDATOR = validator();

    private SettingsSchema() {}

    private static JsonNode read() {
        InputStream file = Objects.requireNonNull(SettingsSchema.class.getResourceAsStream("/settings.schema.json"));
        return JsonMapper.shared().readTree(file);
    }

    private static Schema validator() {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .formats(SettingFormats.ALL)
                .keywords(OWN_KEYWORDS.stream().map(NonValidationKeyword::new).toList())
                .build();
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return SchemaRegistry.withDialect(dialect, registry -> registry.schemaRegistryConfig(config))
                .getSchema(SCHEMA);
    }

    /** All settings, in the order of the schema. */
    public static List<Setting> settings() {
        return SETTINGS;
    }

    private static Stream<Setting> settings(String path, JsonNode schema) {
        JsonNode resolved = ofOneRule(schema);
        if (resolved.has("properties")) {
            String prefix = path.isEmpty() ? "" : path + ".";
            return resolved.get("properties").properties().stream()
                    .flatMap(property -> settings(prefix + property.getKey(), property.getValue()));
        }
        if (resolved.path("items").has("properties")) {
            return settings(path + "[]", resolved.get("items"));
        }
        return resolved.has(NAMES)
                ? resolved.get(NAMES).values().stream().map(value -> new Setting(path + ".<name>", value))
                : Stream.of(new Setting(path, resolved));
    }

    /** The setting with a path. @throws IllegalArgumentException if there is none */
    public static Setting setting(String path) {
        return settings().stream()
                .filter(setting -> setting.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no setting " + path));
    }

    /** The schema of a property, or of an item if the name is a number; a missing node if it has none. */
    static JsonNode child(JsonNode schema, Object name) {
        if (name instanceof Integer) {
            return schema.has("then") ? schema.get("then").path("items") : schema.path("items");
        }
        JsonNode object = ofOneRule(schema);
        JsonNode property = object.path("properties").path(String.valueOf(name));
        return property.isMissingNode()
                ? object.path(NAMES).values().stream().findFirst().orElse(property)
                : property;
    }

    /** Of {@code keys}, which may be one rule or a list of rules, the schema of one. */
    static JsonNode ofOneRule(JsonNode schema) {
        return schema.path("else").isMissingNode() ? schema : schema.get("else");
    }

    /** A schema with what its references name in their place. */
    private static JsonNode expanded(JsonNode schema) {
        return switch (schema) {
            case ObjectNode object -> {
                ObjectNode expanded = JsonMapper.shared().createObjectNode();
                if (object.has(REFERENCE)) {
                    expanded.setAll((ObjectNode)
                            expanded(SCHEMA.at(object.get(REFERENCE).asString().substring(1))));
                }
                object.properties().forEach(entry -> expanded.set(entry.getKey(), expanded(entry.getValue())));
                yield expanded;
            }
            default -> schema;
        };
    }

    /** Converts texts of the command line to what the schema has, and adds the defaults. */
    public static ObjectNode complete(ObjectNode settings) {
        return (ObjectNode) SettingsCompletion.complete(settings, ROOT);
    }

    /** Records every error, with its path. */
    public static void validate(ObjectNode settings, SettingsErrors errors) {
        List<String> reported = new ArrayList<>();
        for (Error error : VALIDATOR.validate(settings)) {
            SettingError found = SettingError.of(error, ROOT);
            if (!reported.contains(found.path())) {
                reported.add(found.path());
                errors.add(found.message(errors.root(), SettingsSchema::mostSimilar));
            }
        }
    }

    private static Optional<String> mostSimilar(String unknown) {
        return Stream.concat(settings().stream().map(Setting::path), keysOfRules())
                .filter(path -> EditDistance.between(unknown, path) <= MAX_TYPING_ERRORS)
                .min(Comparator.comparingInt(path -> EditDistance.between(unknown, path)));
    }

    private static Stream<String> keysOfRules() {
        return settings().stream()
                .map(Setting::path)
                .filter(path -> path.startsWith("keys."))
                .map(path -> path.replaceFirst("keys", "keys[]"));
    }
}
