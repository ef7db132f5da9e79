package org.allowput.infra.settings.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allowput.contract.FunctionVariable;

/** Declares settings whose paths begin alike. They are read and documented in the order of their declarations. */
public final class SettingsGroup {
    private final String prefix;
    private final List<Setting<?>> settings = new ArrayList<>();

    /** @param path of the object that has the settings; empty for those that are in none */
    public SettingsGroup(String path) {
        prefix = path.isEmpty() ? "" : path + ".";
    }

    public List<Setting<?>> settings() {
        return List.copyOf(settings);
    }

    /** Begins the declaration of a setting. */
    public <T> Draft<T> setting(String name, SettingType<T> type) {
        return new Draft<>(this, name, type, false, Optional.empty());
    }

    /** Of one that is true or false, and false by default. */
    public Setting<Boolean> flag(String name, String description) {
        return setting(name, SettingType.bool()).byDefault(false, description);
    }

    /** A setting without what it is if it is not set. */
    public record Draft<T>(
            SettingsGroup group, String name, SettingType<T> type, boolean expert, Optional<String> variable) {
        public Draft<T> forExperts() {
            return new Draft<>(group, name, type, true, variable);
        }

        public Draft<T> variable(FunctionVariable taken) {
            return variable(taken.name());
        }

        /** What the SDK reads. */
        public Draft<T> variable(String taken) {
            return new Draft<>(group, name, type, expert, Optional.of(taken));
        }

        /** A value that must be set. */
        public Setting<T> required(T placeholder, String description) {
            return byDefault(others -> placeholder, Setting.REQUIRED, description);
        }

        /** A constant. */
        public Setting<T> byDefault(T value, String description) {
            return byDefault(others -> value, "`" + value + "`", description);
        }

        /** A value that may be absent; the text states what is done without it. */
        public Setting<Optional<T>> optional(String textIfAbsent, String description) {
            return new Draft<>(group, name, type.optional(), expert, variable)
                    .byDefault(others -> Optional.empty(), textIfAbsent, description);
        }

        /** A value that other settings determine; the text states how. */
        public Setting<T> byDefault(Function<Values, T> value, String text, String description) {
            Setting<T> setting = new Setting<>(group.prefix + name, type, expert, variable, value, text, description);
            group.settings.add(setting);
            return setting;
        }
    }
}
