package org.allowput.infra.settings;

import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.settings.schema.SettingsContext;
import org.allowput.infra.settings.schema.SettingsErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The setting that states a {@link TargetGrant}: the same as a setting for each of its values. */
final class GrantSetting {
    private static final String PATH = "target.grant";

    private GrantSetting() {}

    /**
     * The settings with those that the line states. One that states something else is an error; a malformed line is
     * left to the schema.
     */
    static ObjectNode apply(ObjectNode settings, SettingsErrors errors) {
        TargetGrant grant;
        try {
            grant = TargetGrant.parse(SettingsContext.at(settings, PATH).asString(""));
        } catch (IllegalArgumentException malformed) {
            return settings;
        }
        ObjectNode stated = settings.deepCopy();
        for (Field field : Field.values()) {
            String value = field == Field.ROLE ? roleName(grant, settings, errors) : grant.get(field);
            JsonNode separate = SettingsContext.at(settings, field.setting());
            if (!separate.isMissingNode() && !separate.asString().equals(value)) {
                errors.error(
                        field.setting(),
                        "\"" + separate.asString() + "\"",
                        "\"%s\", as %s states it, or nothing".formatted(value, PATH));
            }
            if (!value.isEmpty()) {
                put(stated, field.setting(), value);
            }
        }
        addPrefix(stated, grant.get(Field.KEY_PREFIX));
        return stated;
    }

    /** What is granted begins each target key: of the only rule, if it does not say. A list of rules says so itself. */
    private static void addPrefix(ObjectNode settings, String prefix) {
        JsonNode keys = settings.path("keys");
        if (!prefix.isEmpty() && !keys.isArray() && !keys.has("addPrefix")) {
            put(settings, "keys.addPrefix", prefix);
        }
    }

    private static void put(ObjectNode settings, String path, String value) {
        SettingsContext.put(settings, path, JsonNodeFactory.instance.stringNode(value));
    }

    /** A role of one account has the account in its name, and the setting does not. */
    private static String roleName(TargetGrant grant, ObjectNode settings, SettingsErrors errors) {
        String role = grant.get(Field.ROLE);
        if (grant.get(Field.KEY_PREFIX).isEmpty()) {
            return role;
        }
        String suffix = "-" + SettingsContext.at(settings, "source.account").asString();
        if (!role.endsWith(suffix)) {
            errors.error(
                    PATH, "the role " + role, "one whose name ends with %s: account A names it so".formatted(suffix));
            return role;
        }
        return role.substring(0, role.length() - suffix.length());
    }
}
