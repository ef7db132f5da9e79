package org.allowput.infra.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of the {@code replication} object with those of single {@code -c path=value} options laid over them. */
final class Overrides {
    /** Names of settings. The CDK's own context names have a colon, a slash or a hyphen in them. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)*");

    private static final String SETTINGS = "replication";

    private Overrides() {}

    /** The settings as one object; what is no object stays what it is, for the reader to complain about. */
    static @Nullable Object applied(Map<String, ?> context) {
        @Nullable Object given = context.get(SETTINGS);
        if (given != null && !(given instanceof Map)) {
            return given;
        }
        Map<String, Object> settings = copy(given == null ? Map.of() : (Map<?, ?>) given);
        context.forEach((name, value) -> {
            if (!name.equals(SETTINGS) && PATH.matcher(name).matches()) {
                put(settings, name, value);
            }
        });
        return settings;
    }

    private static void put(Map<String, Object> settings, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            settings.put(path, value);
            return;
        }
        String section = path.substring(0, dot);
        Map<String, Object> inner = settings.get(section) instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
        settings.put(section, inner);
        put(inner, path.substring(dot + 1), value);
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
