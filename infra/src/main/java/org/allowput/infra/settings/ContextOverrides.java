package org.allowput.infra.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies {@code -c path=value} options, which are entries of the CDK's context, to the {@code replication} object. */
final class ContextOverrides {
    /** Paths of settings. The CDK's own context names contain a colon, a slash or a hyphen. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)*");

    private static final String SETTINGS = "replication";

    private ContextOverrides() {}

    /** The settings as one object. A value of the wrong type is left as it is, and the reader reports it. */
    static @Nullable Object apply(Map<String, ?> context) {
        @Nullable Object configured = context.get(SETTINGS);
        if (configured != null && !(configured instanceof Map)) {
            return configured;
        }
        Map<String, Object> settings = copy(configured == null ? Map.of() : (Map<?, ?>) configured);
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
        String name = path.substring(0, dot);
        @Nullable Object configured = settings.get(name);
        if (configured == null || configured instanceof Map) {
            Map<String, Object> object = copy(configured instanceof Map<?, ?> map ? map : Map.of());
            settings.put(name, object);
            put(object, path.substring(dot + 1), value);
        }
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
