package org.allowput.infra.settings.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of the settings. A missing or malformed value is recorded as an error and replaced by a
 * placeholder, so that reading continues and finds the other errors. The caller throws if there are any at the end.
 */
public final class SettingsReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TYPING_ERRORS = 3;

    private final String root;
    private final String path;
    private final Map<String, Object> unread = new LinkedHashMap<>();
    private final Map<String, SettingsReader> objects = new LinkedHashMap<>();
    private final SettingsErrors errors;
    private final List<String> known;

    /**
     * Of the settings of one deployment.
     *
     * @param known paths, of which one is proposed in the place of one that does not exist
     */
    public SettingsReader(@Nullable Object values, SettingsErrors errors, List<String> known) {
        this(errors.root(), errors.root(), values, errors, known);
    }

    private SettingsReader(
            String root, String path, @Nullable Object values, SettingsErrors errors, List<String> known) {
        this.root = root;
        this.path = path;
        this.errors = errors;
        this.known = known;
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> unread.put(String.valueOf(name), value));
        } else if (values != null) {
            errors.error(path, quoted(values), "an object: { … }");
        }
    }

    /** A reader of the object with this path. An absent object is read as an empty one. */
    public SettingsReader object(String relative) {
        int dot = relative.indexOf('.');
        if (dot >= 0) {
            return object(relative.substring(0, dot)).object(relative.substring(dot + 1));
        }
        return relative.isEmpty()
                ? this
                : objects.computeIfAbsent(
                        relative, name -> new SettingsReader(root, path(name), unread.remove(name), errors, known));
    }

    /** Reads the settings of a group. */
    public void read(SettingsGroup group, Values values) {
        group.settings().forEach(setting -> object(setting.parent()).read(setting, values));
    }

    /** Reads the settings of a group, of which this is one of several items. */
    public Values readItem(SettingsGroup group) {
        Values values = new Values();
        group.settings().forEach(setting -> read(setting, values));
        return values;
    }

    private <T> void read(Setting<T> setting, Values values) {
        @Nullable Object value = unread.remove(setting.name());
        if (value != null) {
            values.put(setting, parse(setting.name(), value, setting.type()).orElseGet(() -> values.get(setting)));
        } else if (setting.defaultText().equals(Setting.REQUIRED)) {
            errors.missing(path(setting.name()), setting.type().expected());
        }
    }

    /** The objects of the list with this name. An absent list is read as an empty one. */
    public <T> List<T> list(String name, Function<SettingsReader, T> readItem) {
        @Nullable Object value = parseList(unread.remove(name));
        List<T> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            List<String> knownOfItem = known.stream()
                    .map(one -> one.startsWith(name + ".") ? name + "[]" + one.substring(name.length()) : one)
                    .toList();
            for (Object item : list) {
                SettingsReader reader = new SettingsReader(
                        root, "%s[%d]".formatted(path(name), items.size()), item, errors, knownOfItem);
                items.add(readItem.apply(reader));
                reader.rejectUnknown();
            }
        } else if (value != null) {
            error(name, value, "a list: [ { … }, … ]");
        }
        return List.copyOf(items);
    }

    /** A list on the command line is JSON text. */
    static @Nullable Object parseList(@Nullable Object value) {
        if (value instanceof String text && text.startsWith("[")) {
            try {
                return JSON.readValue(text, List.class);
            } catch (JsonProcessingException malformed) {
                return value;
            }
        }
        return value;
    }

    /** The object with this name, or the objects of the list with this name. */
    public <T> List<T> oneOrMore(String name, Function<SettingsReader, T> readItem) {
        @Nullable Object value = parseList(unread.get(name));
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list(name, readItem);
        }
        return List.of(readItem.apply(object(name)));
    }

    /** All values of an object whose names the user chooses, by name. */
    public <T> SortedMap<String, T> entries(Function<String, SettingType<T>> typeOfName) {
        SortedMap<String, T> entries = new TreeMap<>();
        new TreeMap<>(unread).forEach((name, value) -> {
            unread.remove(name);
            parse(name, value, typeOfName.apply(name)).ifPresent(parsed -> entries.put(name, parsed));
        });
        return entries;
    }

    /** Records an error of a value that is well-formed, but contradicts another one. */
    public void error(String name, Object actual, String expected) {
        errors.error(path(name), quoted(actual), expected);
    }

    /** Records an error of a value whose parts contradict each other, which are described instead of shown. */
    public void conflict(String name, String seen, String expected) {
        errors.error(path(name), seen, expected);
    }

    /** Records an error for each name that is not the name of a setting. */
    public void rejectUnknown() {
        objects.values().forEach(SettingsReader::rejectUnknown);
        unread.keySet().stream().map(this::path).forEach(unknown -> {
            String hint = mostSimilar(relative(unknown))
                    .map(similar -> "; did you mean " + root + "." + similar + "?")
                    .orElse("");
            errors.add(unknown + ": there is no such setting" + hint);
        });
    }

    private <T> Optional<T> parse(String name, Object value, SettingType<T> type) {
        try {
            return Optional.of(type.parser().apply(value));
        } catch (IllegalArgumentException malformed) {
            return reject(name, value, type);
        }
    }

    private <T> Optional<T> reject(String name, Object value, SettingType<T> type) {
        error(name, value, type.expected());
        return Optional.empty();
    }

    private Optional<String> mostSimilar(String unknown) {
        return known.stream()
                .filter(one -> EditDistance.between(unknown, one) <= MAX_TYPING_ERRORS)
                .min(Comparator.comparingInt(one -> EditDistance.between(unknown, one)));
    }

    private static Object quoted(Object actual) {
        return actual instanceof String ? "\"" + actual + "\"" : actual;
    }

    private String path(String name) {
        return path + "." + name;
    }

    private String relative(String path) {
        return path.substring(root.length() + 1);
    }
}
