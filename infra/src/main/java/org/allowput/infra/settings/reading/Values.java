package org.allowput.infra.settings.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of settings, each under its declaration. */
public class Values {
    private final Map<String, Object> set;

    public Values() {
        set = new HashMap<>();
    }

    protected Values(Values others) {
        set = others.set;
    }

    /** The value of a setting, or its default. */
    @SuppressWarnings("unchecked") // put() takes what the declaration has.
    public final <T> T get(Setting<T> setting) {
        Object value = set.get(setting.path());
        return value == null ? setting.byDefault().apply(this) : (T) value;
    }

    /** The same as text, which is empty for one that is absent. */
    public final String text(Setting<?> setting) {
        Object value = get(setting);
        return value instanceof Optional<?> optional
                ? optional.map(Object::toString).orElse("")
                : value.toString();
    }

    public final boolean isSet(Setting<?> setting) {
        return set.containsKey(setting.path());
    }

    final <T> void put(Setting<T> setting, T value) {
        set.put(setting.path(), value);
    }
}
