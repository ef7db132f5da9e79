package org.allowput.infra.settings.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies {@code -c path=value} options, which are entries of the CDK's context, to the {@code replication} object. */
public final class ContextOverrides {
    /** Paths of settings. The CDK's own context names contain a colon, a slash or a hyphen. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)*");

    public static final String SETTINGS = "replication";

    private ContextOverrides() {}

    /**
     * The settings as one object, or as a list of those of several deployments. A value of the wrong type is left as it
     * is, and the reader reports it.
     */
    static @Nullable public Object apply(Map<String, ?> context) {
        @Nullable Object configured = context.get(SETTINGS);
        return configured instanceof List<?> deployments
                ? deployments.stream()
                        .map(deployment -> apply(context, deployment))
                        .toList()
                : apply(context, configured);
    }

    private static @Nullable Object apply(Map<String, ?> context, @Nullable Object configured) {
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

    public static void put(Map<String, Object> settings, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            settings.put(path, value);
            return;
        }
        String name = path.substring(0, dot);
        @Nullable Object configured = settings.get(name);
        if (configured instanceof List) {
            // No setting has this name: the reader reports it.
            settings.put(path, value);
        } else if (configured == null || configured instanceof Map) {
            Map<String, Object> object = copy(configured instanceof Map<?, ?> map ? map : Map.of());
            settings.put(name, object);
            put(object, path.substring(dot + 1), value);
        }
    }

    public static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
