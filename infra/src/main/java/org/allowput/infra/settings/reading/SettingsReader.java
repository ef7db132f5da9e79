package org.allowput.infra.settings.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
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

    private final String root;
    private final String path;
    private final Map<String, Object> unread = new LinkedHashMap<>();
    private final SettingsErrors errors;
    private final SettingsCatalog catalog;

    /** @param values the settings of one deployment */
    public SettingsReader(@Nullable Object values, SettingsErrors errors, SettingsCatalog catalog) {
        this(errors.root(), errors.root(), values, errors, catalog);
    }

    private SettingsReader(
            String root, String path, @Nullable Object values, SettingsErrors errors, SettingsCatalog catalog) {
        this.root = root;
        this.path = path;
        this.errors = errors;
        this.catalog = catalog;
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> unread.put(String.valueOf(name), value));
        } else if (values != null) {
            errors.add(message(path, values, "an object: { … }"));
        }
    }

    /** A reader of the object with this name. An absent object is read as an empty one. */
    public SettingsReader object(String name) {
        return new SettingsReader(root, path(name), unread.remove(name), errors, catalog);
    }

    /** The objects of the list with this name. An absent list is read as an empty one. */
    public <T> List<T> list(String name, Function<SettingsReader, T> readItem) {
        @Nullable Object value = parseList(unread.remove(name));
        List<T> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                SettingsReader reader =
                        new SettingsReader(root, "%s[%d]".formatted(path(name), items.size()), item, errors, catalog);
                items.add(readItem.apply(reader));
                reader.rejectUnknown();
            }
        } else if (value != null) {
            error(name, value, "a list: [ { … }, … ]");
        } else {
            describeItem(name, readItem);
        }
        return List.copyOf(items);
    }

    /** A list on the command line is JSON text. */
    private static @Nullable Object parseList(@Nullable Object value) {
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
        SettingsReader single = object(name);
        T item = readItem.apply(single);
        single.rejectUnknown();
        return List.of(item);
    }

    /** Adds the settings of an item to the catalog if the list is absent. */
    private <T> void describeItem(String name, Function<SettingsReader, T> readItem) {
        T unused = readItem.apply(new SettingsReader(root, path(name) + "[]", null, new SettingsErrors(root), catalog));
    }

    /** A value that must be set. */
    public <T> T required(String name, SettingType<T> type, T placeholder, String description) {
        describe(name, type, "required", description);
        @Nullable Object value = unread.remove(name);
        if (value == null) {
            missing(name, type.expected());
            return placeholder;
        }
        return parse(name, value, type).orElse(placeholder);
    }

    /** A value with a default value that is a constant. */
    public <T> T value(String name, SettingType<T> type, T defaultValue, String description) {
        return value(name, type, DefaultValue.of(defaultValue), description);
    }

    /** A value with a default value that other settings determine. */
    public <T> T value(String name, SettingType<T> type, DefaultValue<T> defaultValue, String description) {
        return optional(name, type, defaultValue.text(), description).orElse(defaultValue.value());
    }

    /** A value that may be absent; the text states what is done without it. */
    public <T> Optional<T> optional(String name, SettingType<T> type, String textIfAbsent, String description) {
        describe(name, type, textIfAbsent, description);
        return Optional.ofNullable(unread.remove(name)).flatMap(value -> parse(name, value, type));
    }

    /** All values of an object whose names the user chooses, by name. */
    public <T> SortedMap<String, T> entries(
            Function<String, SettingType<T>> typeOfName, String textIfAbsent, String description) {
        describe("<name>", typeOfName.apply(""), textIfAbsent, description);
        SortedMap<String, T> entries = new TreeMap<>();
        new TreeMap<>(unread).forEach((name, value) -> {
            unread.remove(name);
            parse(name, value, typeOfName.apply(name)).ifPresent(parsed -> entries.put(name, parsed));
        });
        return entries;
    }

    /** Whether there is a value that was not read yet. */
    public boolean has(String name) {
        return unread.containsKey(name);
    }

    /** Records that a value is absent, but needed. */
    public void missing(String name, String expected) {
        errors.add("%s: not set, expected %s".formatted(path(name), expected));
    }

    /** Records an error of a value that is well-formed, but contradicts another one. */
    public void error(String name, Object actual, String expected) {
        errors.add(message(path(name), actual, expected));
    }

    /** Records an error of a value whose parts contradict each other, which are described instead of shown. */
    public void conflict(String name, String seen, String expected) {
        errors.add("%s: seen %s, expected %s".formatted(path(name), seen, expected));
    }

    /** Records an error for each name that is not the name of a setting. */
    public void rejectUnknown() {
        unread.keySet().stream().map(this::path).forEach(unknown -> {
            String hint = catalog.mostSimilar(relative(unknown))
                    .map(similar -> "; did you mean " + root + "." + similar + "?")
                    .orElse("");
            errors.add(unknown + ": there is no such setting" + hint);
        });
    }

    private <T> Optional<T> parse(String name, Object value, SettingType<T> type) {
        if (value instanceof Map || value instanceof List) {
            return reject(name, value, type);
        }
        try {
            return Optional.of(type.parser().apply(text(value)));
        } catch (IllegalArgumentException malformed) {
            return reject(name, value, type);
        }
    }

    private <T> Optional<T> reject(String name, Object value, SettingType<T> type) {
        error(name, value, type.expected());
        return Optional.empty();
    }

    /** The CDK's runtime passes JSON numbers on as doubles. */
    private static String text(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    private void describe(String name, SettingType<?> type, String defaultValue, String description) {
        catalog.add(new SettingDescription(
                relative(path(name)).replaceAll("\\[[0-9]+]", "[]"),
                type.name(),
                type.unit(),
                defaultValue,
                type.allowedValues(),
                description,
                type.expert()));
    }

    private static String message(String path, Object actual, String expected) {
        String quoted = actual instanceof String ? "\"" + actual + "\"" : String.valueOf(actual);
        return "%s: seen %s, expected %s".formatted(path, quoted, expected);
    }

    private String path(String name) {
        return path + "." + name;
    }

    private String relative(String path) {
        return path.substring(root.length() + 1);
    }
}
