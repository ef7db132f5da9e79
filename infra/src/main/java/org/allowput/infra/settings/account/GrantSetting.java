package org.allowput.infra.settings.account;

import java.util.Map;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.settings.reading.ContextOverrides;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.jspecify.annotations.Nullable;

/** The setting that states a {@link TargetGrant}: the same as a setting for each of its values. */
public final class GrantSetting {
    private static final String PATH = "target.grant";
    private static final String EXPECTED = "the output " + TargetGrant.NAME + " of account A's stack: "
            + Field.values().length + " values with a bar between them";
    static final SettingType<TargetGrant> TYPE = SettingType.string(EXPECTED, TargetGrant::parse);

    private GrantSetting() {}

    /**
     * The settings with those that the line states. One that states something else is an error; a malformed line is
     * left to the reader.
     */
    static @Nullable public Object apply(@Nullable Object configured, SettingsErrors errors) {
        if (!(configured instanceof Map<?, ?> settings) || !(at(settings, PATH) instanceof String line)) {
            return configured;
        }
        TargetGrant grant;
        try {
            grant = TargetGrant.parse(line);
        } catch (IllegalArgumentException malformed) {
            return configured;
        }
        Map<String, Object> stated = ContextOverrides.copy(settings);
        for (Field field : Field.values()) {
            String value = field == Field.ROLE ? roleName(grant, settings, errors) : grant.get(field);
            Object separate = at(settings, field.setting());
            if (separate != null && !String.valueOf(separate).equals(value)) {
                errors.add("%s.%s: seen \"%s\", expected \"%s\", as %s states it, or nothing"
                        .formatted(errors.root(), field.setting(), separate, value, PATH));
            }
            if (!value.isEmpty()) {
                ContextOverrides.put(stated, field.setting(), value);
            }
        }
        String prefix = grant.get(Field.KEY_PREFIX);
        if (!prefix.isEmpty() && at(settings, "keys.addPrefix") == null) {
            ContextOverrides.put(stated, "keys.addPrefix", prefix);
        }
        return stated;
    }

    /** A role of one account has the account in its name, and the setting does not. */
    private static String roleName(TargetGrant grant, Map<?, ?> settings, SettingsErrors errors) {
        String role = grant.get(Field.ROLE);
        if (grant.get(Field.KEY_PREFIX).isEmpty()) {
            return role;
        }
        String suffix = "-" + at(settings, "source.account");
        if (!role.endsWith(suffix)) {
            errors.add("%s.%s: seen the role %s, expected one whose name ends with %s: account A names it so"
                    .formatted(errors.root(), PATH, role, suffix));
            return role;
        }
        return role.substring(0, role.length() - suffix.length());
    }

    private static @Nullable Object at(Map<?, ?> settings, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return settings.get(path);
        }
        return settings.get(path.substring(0, dot)) instanceof Map<?, ?> object
                ? at(object, path.substring(dot + 1))
                : null;
    }
}
