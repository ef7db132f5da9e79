package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Merges templates that differ by one option each into one template that has all of them, by {@code Fn::If} where they
 * differ. Fails if two options change the same value, because the templates do not show what both together are.
 */
public final class TemplateMerge {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CONDITION = "Condition";
    private static final String DEPENDS_ON = "DependsOn";

    private TemplateMerge() {}

    /**
     * Merges a section whose entries can have a condition: the resources or the outputs.
     *
     * @param reference the section with the options that {@link Variant#when} is false of
     */
    public static ObjectNode mergeEntries(JsonNode reference, List<Variant> variants) {
        ObjectNode merged = NODES.objectNode();
        for (String name : names(reference, variants)) {
            List<Variant> with = having(name, variants);
            List<Variant> without = lacking(name, variants);
            ObjectNode entry;
            if (reference.has(name)) {
                entry = mergeEntry(name, reference.get(name), with);
                if (!without.isEmpty()) {
                    entry.put(
                            CONDITION,
                            only(
                                    name,
                                    without.stream()
                                            .filter(variant -> !variant.when())
                                            .toList()));
                }
            } else {
                entry = with.getFirst().value().deepCopy();
                entry.put(CONDITION, only(name, with));
            }
            merged.set(name, entry);
        }
        merged.properties().forEach(entry -> requireDependencies(entry.getKey(), entry.getValue(), merged));
        return merged;
    }

    /** Of the attributes only those can differ that can have functions. */
    private static ObjectNode mergeEntry(String name, JsonNode reference, List<Variant> variants) {
        ObjectNode merged = NODES.objectNode();
        for (String attribute : names(reference, variants)) {
            JsonNode value = reference.path(attribute);
            if (attribute.equals(DEPENDS_ON)) {
                Set<String> ids = new LinkedHashSet<>();
                value.forEach(id -> ids.add(id.asText()));
                variants.forEach(variant -> variant.value().path(DEPENDS_ON).forEach(id -> ids.add(id.asText())));
                ArrayNode dependencies = merged.putArray(DEPENDS_ON);
                ids.forEach(dependencies::add);
            } else if (IntrinsicPlaces.ATTRIBUTES.contains(attribute) && reference.has(attribute)) {
                merged.set(attribute, merge(value, having(attribute, variants)));
            } else if (variants.stream()
                    .allMatch(variant -> variant.value().path(attribute).equals(value))) {
                merged.set(attribute, value);
            } else {
                throw new IllegalStateException("an option changes " + attribute + " of " + name
                        + ", which cannot have Fn::If: give it the same value with every option");
            }
        }
        return merged;
    }

    private static void requireDependencies(String name, JsonNode entry, ObjectNode entries) {
        entry.path(DEPENDS_ON).forEach(id -> {
            JsonNode condition = entries.path(id.asText()).path(CONDITION);
            if (!condition.isMissingNode() && !condition.equals(entry.path(CONDITION))) {
                throw new IllegalStateException(name + " depends on " + id.asText()
                        + ", which exists only with the condition " + condition.asText());
            }
        });
    }

    private static String only(String name, List<Variant> variants) {
        if (variants.size() != 1) {
            throw new IllegalStateException(name + " depends on " + variants.size() + " options, expected one");
        }
        return variants.getFirst().condition();
    }

    /** Of those that lack something, without the combinations of which one option lacks it. */
    private static List<Variant> lacking(String name, List<Variant> variants) {
        return uncovered(variants.stream()
                .filter(variant -> !variant.value().has(name))
                .map(variant -> variant.with(NODES.nullNode())));
    }

    private static List<Variant> uncovered(Stream<Variant> changed) {
        List<Variant> all = changed.toList();
        return all.stream().filter(variant -> !variant.isCoveredBy(all)).toList();
    }

    private static JsonNode merge(JsonNode reference, List<Variant> variants) {
        List<Variant> different =
                uncovered(variants.stream().filter(variant -> !variant.value().equals(reference)));
        if (different.isEmpty()) {
            return reference.deepCopy();
        }
        if (all(reference, different, TemplateMerge::isPlainObject)) {
            return mergeObjects(reference, different);
        }
        if (all(reference, different, JsonNode::isArray)) {
            return mergeArrays(reference, different);
        }
        Optional<String> text = Intrinsic.textOf(reference);
        List<String> texts = different.stream()
                .flatMap(variant -> Intrinsic.textOf(variant.value()).stream())
                .toList();
        if (text.isPresent() && texts.size() == different.size()) {
            return TextMerge.merge(text.get(), different, texts);
        }
        if (different.size() == 1) {
            return different.getFirst().choose(different.getFirst().value(), reference);
        }
        throw new IllegalStateException(different.size() + " options change the same value: " + reference);
    }

    private static boolean isPlainObject(JsonNode node) {
        return node.isObject() && !Intrinsic.isCall(node);
    }

    private static boolean all(JsonNode reference, List<Variant> variants, Predicate<JsonNode> kind) {
        return kind.test(reference) && variants.stream().map(Variant::value).allMatch(kind);
    }

    private static JsonNode mergeObjects(JsonNode reference, List<Variant> variants) {
        ObjectNode merged = NODES.objectNode();
        for (String name : names(reference, variants)) {
            if (!reference.has(name)) {
                merged.set(name, anyOf(having(name, variants)));
                continue;
            }
            merged.set(name, merge(reference.get(name), having(name, variants), lacking(name, variants)));
        }
        return merged;
    }

    /** What only variants have: if several apply, all of their names. */
    private static JsonNode anyOf(List<Variant> variants) {
        if (variants.isEmpty()) {
            return Intrinsic.noValue();
        }
        Variant first = variants.getFirst();
        List<Variant> others = variants.subList(1, variants.size());
        if (others.isEmpty()) {
            return first.choose(first.value(), Intrinsic.noValue());
        }
        List<Variant> both = others.stream()
                .map(other -> other.with(union(first.value(), other.value())))
                .toList();
        return first.choose(merge(first.value(), both), anyOf(others));
    }

    private static JsonNode union(JsonNode one, JsonNode other) {
        if (!isPlainObject(one) || !isPlainObject(other)) {
            throw new IllegalStateException("several options add different values: " + one + " and " + other);
        }
        ObjectNode union = one.deepCopy();
        other.properties().forEach(entry -> union.set(entry.getKey(), entry.getValue()));
        return union;
    }

    private static List<Variant> having(String name, List<Variant> variants) {
        return variants.stream()
                .filter(variant -> variant.value().has(name))
                .map(variant ->
                        variant.with(Objects.requireNonNull(variant.value().get(name))))
                .toList();
    }

    private static Set<String> names(JsonNode reference, List<Variant> variants) {
        Set<String> names = new LinkedHashSet<>();
        reference.fieldNames().forEachRemaining(names::add);
        variants.forEach(variant -> variant.value().fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static JsonNode mergeArrays(JsonNode reference, List<Variant> variants) {
        List<ArrayAlignment> alignments = variants.stream()
                .map(variant -> ArrayAlignment.of(reference, variant.value()))
                .toList();
        ArrayNode merged = NODES.arrayNode();
        for (int index = 0; index <= reference.size(); index++) {
            for (int number = 0; number < variants.size(); number++) {
                for (JsonNode inserted : alignments.get(number).insertedBefore(index)) {
                    merged.add(variants.get(number).choose(inserted, Intrinsic.noValue()));
                }
            }
            if (index < reference.size()) {
                merged.add(mergeItem(reference.get(index), index, variants, alignments));
            }
        }
        return merged;
    }

    private static JsonNode mergeItem(
            JsonNode item, int index, List<Variant> variants, List<ArrayAlignment> alignments) {
        List<Variant> having = new ArrayList<>();
        List<Variant> without = new ArrayList<>();
        for (int number = 0; number < variants.size(); number++) {
            Variant variant = variants.get(number);
            alignments
                    .get(number)
                    .counterpart(index)
                    .ifPresentOrElse(
                            other -> having.add(variant.with(other)),
                            () -> without.add(variant.with(NODES.nullNode())));
        }
        return merge(item, having, uncovered(without.stream()));
    }

    /** The same where variants have no value. */
    private static JsonNode merge(JsonNode reference, List<Variant> having, List<Variant> lacking) {
        JsonNode merged = merge(reference, having);
        for (Variant variant : lacking) {
            merged = variant.choose(Intrinsic.noValue(), merged);
        }
        return merged;
    }
}
