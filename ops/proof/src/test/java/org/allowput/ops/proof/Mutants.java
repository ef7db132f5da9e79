package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** JSON with one node of a policy within it changed: left out, inverted, or with another name or text. */
final class Mutants {
    private static final List<String> TEXTS =
            PublishedTemplates.resource("mutant-texts.txt").lines().toList();

    private Mutants() {}

    /** @param isPolicy or else only what is below the name of a policy, in a template or among those made by hand */
    static Stream<Object> of(Object json, boolean isPolicy) {
        return switch (json) {
            case Map<?, ?> object -> object.keySet().stream().flatMap(name -> of(object, (String) name, isPolicy));
            case List<?> list ->
                IntStream.range(0, list.size()).boxed().flatMap(at -> {
                    List<Object> without = new ArrayList<>(list);
                    Stream<Object> changed = of(without.remove((int) at), isPolicy)
                            .map(element -> {
                                List<Object> with = new ArrayList<>(without);
                                with.add(at, element);
                                return with;
                            });
                    return isPolicy ? Stream.concat(Stream.of(without), changed) : changed;
                });
            default -> isPolicy ? Stream.<Object>of(TEXTS.toArray()) : Stream.of();
        };
    }

    private static Stream<Object> of(Map<?, ?> object, String name, boolean isPolicy) {
        Map<Object, Object> without = new TreeMap<>(object);
        Object value = Objects.requireNonNull(without.remove(name));
        Stream<Object> changed = of(value, isPolicy || name.matches(".*Document|trust|role|bucket|key"))
                .map(other -> with(without, name, other));
        if (!isPolicy) {
            return changed;
        }
        Stream<Object> renamed = names(name).map(other -> with(without, other, value));
        return Stream.of(Stream.of(without), renamed, changed).flatMap(each -> each);
    }

    /** Inverted; or another operator, key or type of principals. */
    private static Stream<String> names(String name) {
        if (name.matches("(Not)?(Action|Principal|Resource)")) {
            return Stream.of(name.startsWith("Not") ? name.substring("Not".length()) : "Not" + name);
        }
        return name.matches("Condition|Effect|Ref|Fn::.*|Sid|Statement|Version") ? Stream.of() : TEXTS.stream();
    }

    private static Object with(Map<Object, Object> object, String name, Object value) {
        Map<Object, Object> with = new TreeMap<>(object);
        with.put(name, value);
        return with;
    }
}
