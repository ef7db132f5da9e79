package org.allowput.infra.construct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.resource.ResourceFile;
import org.yaml.snakeyaml.Yaml;

/** A file that is packed with the app. */
public final class PackagedFile {
    /** As {@code Fn::Sub} has it; with an exclamation mark it is the text itself. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(!?)(\\w+)}");

    private PackagedFile() {}

    /** The text of the file at a path from the root of the resources. */
    public static String text(String path) {
        return ResourceFile.text(PackagedFile.class, path);
    }

    /** The mapping that the file in YAML at that path has. */
    public static Map<String, Object> yaml(String path) {
        return new Yaml().load(text(path));
    }

    /** A part of that mapping, with values in the place of references. */
    public static Object yaml(String path, String part, Map<String, ?> values) {
        return filled(Objects.requireNonNull(yaml(path).get(part), part), values);
    }

    /** The items of such a list whose {@code If} names what has values, with these. */
    public static Stream<Object> existing(Object list, Map<String, ?> values) {
        return ((List<?>) list).stream().filter(item -> exists(item, values)).map(item -> filled(item, values));
    }

    /** Whether there are values of all that the {@code If} of a mapping names. */
    public static boolean exists(Object mapping, Map<String, ?> values) {
        return !(((Map<?, ?>) mapping).get("If") instanceof List<?> needed)
                || values.keySet().containsAll(needed);
    }

    /**
     * A part of such a mapping with values in the place of references to them, in the same order. An item of a list
     * that is a list by its reference stands for the items of that.
     */
    public static Object filled(Object part, Map<String, ?> values) {
        return switch (part) {
            case Map<?, ?> map -> {
                Map<String, Object> filled = new LinkedHashMap<>();
                map.forEach((name, value) -> filled.put(String.valueOf(name), filled(value, values)));
                yield filled;
            }
            case List<?> list ->
                list.stream().flatMap(item -> items(item, values)).toList();
            case String text -> substituted(text, values);
            default -> part;
        };
    }

    /** As values, the names for which something holds. */
    public static Map<String, Object> holding(Map<String, Boolean> conditions) {
        return conditions.keySet().stream()
                .filter(conditions::get)
                .collect(Collectors.toMap(name -> name, name -> true));
    }

    private static Stream<?> items(Object item, Map<String, ?> values) {
        Object filled = filled(item, values);
        return item instanceof String && filled instanceof List<?> several ? several.stream() : Stream.of(filled);
    }

    private static Object substituted(String text, Map<String, ?> values) {
        Matcher whole = REFERENCE.matcher(text);
        return whole.matches() && whole.group(1).isEmpty()
                ? value(whole.group(2), values)
                : whole.replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).isEmpty()
                                ? value(found.group(2), values).toString()
                                : "${" + found.group(2) + "}"));
    }

    private static Object value(String name, Map<String, ?> values) {
        return Objects.requireNonNull(values.get(name), () -> "no value of ${" + name + "}");
    }
}
