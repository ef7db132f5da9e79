package org.allowput.infra.settings;

import java.util.Map;
import java.util.Optional;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.schema.SettingsSchema;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the settings of one deployment: what the schema refuses first, then what settings require of each other. */
final class SettingsReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private final SettingsErrors errors;

    SettingsReader(SettingsErrors errors) {
        this.errors = errors;
    }

    /** The settings; empty if the schema refuses any. */
    Optional<Settings> read(JsonNode configured, Map<String, String> environment) {
        if (!(configured instanceof ObjectNode object)) {
            errors.add("%s: seen %s, expected an object: { … }".formatted(errors.root(), configured));
            return Optional.empty();
        }
        ObjectNode settings = SettingsSchema.complete(GrantSetting.apply(object, errors));
        SettingsSchema.validate(settings, errors);
        ExternalIdSyntax.validate(settings, environment, errors);
        if (errors.size() > 0) {
            return Optional.empty();
        }
        boolean isList = settings.get("keys").isArray();
        DerivedDefaults.add(settings, errors);
        Settings read = JSON.treeToValue(settings, Settings.class);
        new SettingsValidator(read, isList, errors).validate();
        return Optional.of(read);
    }
}
