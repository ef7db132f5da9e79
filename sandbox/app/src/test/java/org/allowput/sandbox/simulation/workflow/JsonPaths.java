package org.allowput.sandbox.simulation.workflow;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.emulator.local.Unchecked;

/** The paths and payload templates of the Amazon States Language, as far as the definition uses them. */
final class JsonPaths {
    private JsonPaths() {}

    /** The value at a path of the data, or at one of the context that begins with {@code $$}. */
    static Object read(String path, Object data, Map<String, Object> context) {
        if (path.startsWith("States.JsonToString(")) {
            return json(read(path.substring(path.indexOf('(') + 1, path.length() - 1), data, context));
        }
        Object value = path.startsWith("$$") ? context : data;
        String names = path.replaceFirst("^\\$\\$?\\.?", "");
        for (String name : names.isEmpty() ? new String[0] : names.split("\\.", -1)) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(name), path);
        }
        return value;
    }

    /** A template: the value of a name that ends with {@code .$} is a path. */
    static Object resolve(Object template, Object data, Map<String, Object> context) {
        if (template instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            list.forEach(each -> resolved.add(resolve(each, data, context)));
            return resolved;
        }
        if (!(template instanceof Map<?, ?> fields)) {
            return template;
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            String name = key.toString();
            if (name.endsWith(".$")) {
                resolved.put(name.substring(0, name.length() - 2), read(value.toString(), data, context));
            } else {
                resolved.put(name, resolve(value, data, context));
            }
        });
        return resolved;
    }

    /** The data with a result in it, where {@code ResultPath} says. */
    static Object withResult(Map<?, ?> state, Object data, Object result) {
        if (!state.containsKey("ResultPath")) {
            return result;
        }
        if (!(state.get("ResultPath") instanceof String path)) {
            return data;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        ((Map<?, ?>) data).forEach((name, value) -> merged.put(name.toString(), value));
        merged.put(path.replaceFirst("^\\$\\.", ""), result);
        return merged;
    }

    static String json(Object value) {
        return Unchecked.get(() -> JSON.std.asString(value));
    }
}
