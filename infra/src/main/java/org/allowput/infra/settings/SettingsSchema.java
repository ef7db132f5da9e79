package org.allowput.infra.settings;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.path.PathType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.RequiredTag;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * {@code settings.schema.json}: the type, range, default, description and an example of each setting, and what some
 * settings require of others. Editors complete and check settings by it, docs/settings.md is generated from it.
 */
public final class SettingsSchema {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode SCHEMA =
            JSON.readTree(Objects.requireNonNull(SettingsSchema.class.getResourceAsStream("/settings.schema.json")));
    private static final JsonNode EXPANDED = expanded(SCHEMA);
    private static final List<Setting> SETTINGS = settings("", EXPANDED).toList();
    private static final Schema VALIDATOR = validator();

    private SettingsSchema() {}

    private static Schema validator() {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .formats(List.of(
                        new TextFormat("target-grant", TargetGrant::parse),
                        new TextFormat("required-tag", RequiredTag::parse),
                        new TextFormat("key-text", TextFormat::checkKey),
                        new TextFormat("key-pattern", text -> new KeyPattern(TextFormat.checkKey(text)))))
                .build();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.LEGACY)
                .build();
        return SchemaRegistry.withDialect(dialect, registry -> registry.schemaRegistryConfig(config))
                .getSchema(SCHEMA);
    }

    /**
     * What no pattern states.
     *
     * @param parser throws {@link IllegalArgumentException} for a text that is not of the format
     */
    private record TextFormat(String name, Consumer<String> parser) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String text) {
            try {
                parser.accept(text);
                return true;
            } catch (IllegalArgumentException refused) {
                return false;
            }
        }

        /** Four of the longest and the longest ExternalId fit into the 4 KB that Lambda allows for variables. */
        private static String checkKey(String text) {
            if (text.getBytes(StandardCharsets.UTF_8).length > 512
                    || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("too long, or with control characters");
            }
            return text;
        }
    }

    /** A schema with what its references name in their place. */
    private static JsonNode expanded(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        ObjectNode expanded = JSON.createObjectNode();
        if (object.has("$ref")) {
            expanded.setAll((ObjectNode)
                    expanded(SCHEMA.at(object.get("$ref").asString().substring(1))));
        }
        object.forEachEntry((name, value) -> expanded.set(name, expanded(value)));
        return expanded;
    }

    /** All settings, in the order of the schema. */
    public static List<Setting> settings() {
        return SETTINGS;
    }

    private static Stream<Setting> settings(String path, JsonNode schema) {
        if (schema.has("properties")) {
            String prefix = path.isEmpty() ? "" : path + ".";
            return schema.get("properties")
                    .propertyStream()
                    .flatMap(property -> settings(prefix + property.getKey(), property.getValue()));
        }
        if (schema.path("items").has("properties")) {
            return settings(path + "[]", schema.get("items"));
        }
        return schema.path("additionalProperties").isObject()
                ? settings(path + ".<name>", schema.get("additionalProperties"))
                : Stream.of(new Setting(path, schema));
    }

    /** The setting with a path. @throws java.util.NoSuchElementException if there is none */
    public static Setting setting(String path) {
        return SETTINGS.stream()
                .filter(setting -> setting.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Adds the defaults, and converts a text of the command line, or a number as the CDK's runtime passes it on, to the
     * type that the schema has. A value that cannot be converted stays as it is: the validation refuses it.
     */
    static JsonNode complete(JsonNode settings) {
        return complete(settings, EXPANDED);
    }

    private static JsonNode complete(JsonNode given, JsonNode schema) {
        JsonNode converted = converted(given, schema.path("type"));
        if (converted instanceof ArrayNode list) {
            ArrayNode items = JSON.createArrayNode();
            list.forEach(item -> items.add(complete(item, schema.path("items"))));
            return items;
        }
        if (!(converted instanceof ObjectNode object)) {
            return converted;
        }
        ObjectNode complete = JSON.createObjectNode();
        schema.path("properties").forEachEntry((name, property) -> {
            JsonNode value = object.hasNonNull(name) ? object.get(name) : property.path("default");
            if (!value.isMissingNode()) {
                complete.set(name, complete(value, property));
            }
        });
        JsonNode ofOthers = schema.path("additionalProperties");
        object.forEachEntry((name, value) -> complete.putIfAbsent(name, complete(value, ofOthers)));
        return complete;
    }

    private static JsonNode converted(JsonNode value, JsonNode type) {
        boolean isText = type.asString("").equals("string");
        String text = value.isString() ? value.stringValue() : "";
        if (value.isNumber()) {
            String whole = value.decimalValue().stripTrailingZeros().toPlainString();
            return isText ? StringNode.valueOf(whole) : JSON.readTree(whole);
        }
        boolean isScalar = type.asString("").matches("boolean|integer") && text.matches("true|false|-?\\d+");
        try {
            return !isText && (isScalar || text.startsWith("[")) ? JSON.readTree(text) : value;
        } catch (JacksonException other) {
            return value;
        }
    }

    /** Adds every error, with its path. */
    static void validate(JsonNode settings, SettingsErrors errors) {
        Set<String> reported = new HashSet<>();
        for (Error error : VALIDATOR.validate(settings)) {
            String property = error.getProperty();
            String path = errors.root()
                    + error.getInstanceLocation().toString().substring(1)
                    + (property == null ? "" : "." + property);
            if (reported.add(path)) {
                errors.messages().add(path + message(error, property));
            }
        }
    }

    private static String message(Error error, @Nullable String property) {
        JsonPointer keyword =
                JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
        JsonNode schema = SCHEMA.at(keyword.head());
        JsonNode seen = error.getInstanceNode();
        if (property != null) {
            if (error.getKeyword().equals("additionalProperties")) {
                return ": there is no such setting"
                        + (property.contains(".")
                                ? " beside a list"
                                : ", expected one of "
                                        + String.join(
                                                ", ", schema.path("properties").propertyNames()));
            }
            seen = seen.path(property);
            schema = schema.has("expected") ? schema : schema.path("properties").path(property);
        }
        return (seen.isMissingNode() ? ": not set, expected " : ": seen " + seen + ", expected ")
                + new Setting("", expanded(schema)).expected();
    }
}
