package org.allowput.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object of the settings. A value that is missing or malformed is noted as a problem and a stand-in is returned, so
 * that reading goes on and finds the other problems; the reader throws at the end if there are any.
 */
final class Section {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String path;
    private final Map<String, Object> unread;
    private final Findings findings;

    Section(String path, @Nullable Object values, Findings findings) {
        this.path = path;
        this.findings = findings;
        this.unread = new LinkedHashMap<>();
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> unread.put(String.valueOf(name), value));
        } else if (values != null) {
            findings.problem(path, values, "an object: { … }");
        }
    }

    /** The object under a name; an absent one reads as an empty one. */
    Section section(String name) {
        return new Section(path(name), unread.remove(name), findings);
    }

    /** The objects of a list under a name; an absent list reads as an empty one. */
    <T> List<T> list(String name, Function<Section, T> read) {
        @Nullable Object value = listed(unread.remove(name));
        List<T> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                Section section = new Section("%s[%d]".formatted(path(name), items.size()), item, findings);
                items.add(read.apply(section));
                section.end();
            }
        } else if (value != null) {
            findings.problem(path(name), value, "a list: [ { … }, … ]");
        } else {
            know(name, read);
        }
        return List.copyOf(items);
    }

    /** A list on the command line is JSON text. */
    private static @Nullable Object listed(@Nullable Object value) {
        if (value instanceof String text && text.startsWith("[")) {
            try {
                return JSON.readValue(text, List.class);
            } catch (JsonProcessingException malformed) {
                return value;
            }
        }
        return value;
    }

    /** The names in a list are known, and documented, also where the list is empty. */
    private <T> void know(String name, Function<Section, T> read) {
        T unused = read.apply(new Section(path(name) + "[]", null, new Findings(findings.known())));
    }

    /** A value that has to be set. */
    <T> T required(String name, Shape<T> shape, T standIn) {
        findings.know(path(name), shape.expected(), "required");
        @Nullable Object value = unread.remove(name);
        if (value == null) {
            findings.missing(path(name), shape.expected());
            return standIn;
        }
        return parse(name, value, shape).orElse(standIn);
    }

    /** A value that has a default, which is documented as it is written. */
    <T> T value(String name, Shape<T> shape, T byDefault) {
        return value(name, shape, byDefault, "`" + byDefault + "`");
    }

    /** A value whose default depends on other settings; the words say how. */
    <T> T value(String name, Shape<T> shape, T byDefault, String defaultInWords) {
        return optional(name, shape, defaultInWords).orElse(byDefault);
    }

    /** A value that may be left out. */
    <T> Optional<T> optional(String name, Shape<T> shape, String defaultInWords) {
        findings.know(path(name), shape.expected(), defaultInWords);
        return Optional.ofNullable(unread.remove(name)).flatMap(value -> parse(name, value, shape));
    }

    /** The names that are set, in alphabetical order, where people choose them. */
    SortedSet<String> names() {
        return new TreeSet<>(unread.keySet());
    }

    /** A value under a name that people chose. */
    <T> Optional<T> entry(String name, Shape<T> shape) {
        return Optional.ofNullable(unread.remove(name)).flatMap(value -> parse(name, value, shape));
    }

    /** A setting that is documented under a name that stands for others. */
    void know(String name, String expected, String byDefault) {
        findings.know(path(name), expected, byDefault);
    }

    /** Names that nothing has asked for are mistakes, not comments. */
    void end() {
        unread.keySet().forEach(name -> findings.unknown(path(name)));
    }

    private <T> Optional<T> parse(String name, Object value, Shape<T> shape) {
        if (value instanceof Map || value instanceof List) {
            findings.problem(path(name), value, shape.expected());
            return Optional.empty();
        }
        try {
            return Optional.of(shape.parse().apply(text(value)));
        } catch (IllegalArgumentException malformed) {
            findings.problem(path(name), value, shape.expected());
            return Optional.empty();
        }
    }

    /** JSON numbers arrive as they were written or, through the CDK's runtime, as doubles. */
    private static String text(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    private String path(String name) {
        return path + "." + name;
    }
}
