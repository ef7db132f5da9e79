package org.allowput.lambda.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules for keys, in their order: the first that includes a key decides. The deployment refuses rules by which two
 * keys could map to one.
 *
 * @param rules at least one
 */
public record KeyRules(List<KeyRule> rules) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> NAMES = Set.of(
            "includePrefix",
            "includeSuffix",
            "includeGlob",
            "excludePrefix",
            "excludeSuffix",
            "excludeGlob",
            "stripPrefix",
            "addPrefix");

    /** @throws IllegalArgumentException if there is no rule */
    public KeyRules {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no rule, so that no key would be copied: expected at least one");
        }
        rules = List.copyOf(rules);
    }

    /** Every key, unchanged. */
    public static KeyRules identity() {
        return of(new KeyRule("", "", "", ""));
    }

    /** One rule. */
    public static KeyRules of(KeyRule rule) {
        return new KeyRules(List.of(rule));
    }

    /** The key to copy to, or empty if the key is not copied. */
    public Optional<String> targetKey(String sourceKey) {
        return rules.stream()
                .filter(rule -> rule.includes(sourceKey))
                .findFirst()
                .flatMap(rule -> rule.targetKey(sourceKey));
    }

    /** The source key that is copied to a target key: at most one, by rules that the deployment accepts. */
    public Optional<String> sourceKey(String targetKey) {
        return rules.stream()
                .filter(rule -> targetKey.startsWith(rule.addPrefix()))
                .map(rule -> rule.stripPrefix()
                        + targetKey.substring(rule.addPrefix().length()))
                .filter(sourceKey -> targetKey(sourceKey).equals(Optional.of(targetKey)))
                .findFirst();
    }

    /** The shortest prefixes that the copied keys have; one that is empty if any key may be copied. */
    public List<String> prefixes() {
        List<String> all =
                rules.stream().map(rule -> rule.include().prefix()).distinct().toList();
        return all.stream()
                .filter(prefix ->
                        all.stream().noneMatch(shorter -> !shorter.equals(prefix) && prefix.startsWith(shorter)))
                .toList();
    }

    /** The suffixes of which each copied key has one; empty if a rule asks for none. */
    public List<String> suffixes() {
        List<String> all =
                rules.stream().map(rule -> rule.include().suffix()).distinct().toList();
        return all.contains("") ? List.of() : all;
    }

    /**
     * Reads a JSON array of rules, or the object of a single one. A part that is absent is empty.
     *
     * @throws IllegalArgumentException if the text is neither, or a rule is not valid
     */
    public static KeyRules parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            List<KeyRule> rules = new ArrayList<>();
            switch (parser.nextToken()) {
                case START_OBJECT -> rules.add(rule(parser));
                case START_ARRAY -> {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        rules.add(rule(parser));
                    }
                }
                case null, default -> throw unexpected();
            }
            // Also where the array has something else than objects: its end comes then.
            if (parser.nextToken() != null) {
                throw unexpected();
            }
            return new KeyRules(rules);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON; expected an array of rules", malformed);
        }
    }

    private static KeyRule rule(JsonParser parser) throws IOException {
        Map<String, String> parts = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!NAMES.contains(name) || parser.nextToken() != JsonToken.VALUE_STRING) {
                throw unexpected();
            }
            parts.put(name, parser.getText());
        }
        return new KeyRule(
                condition(parts, "include"),
                condition(parts, "exclude"),
                parts.getOrDefault("stripPrefix", ""),
                parts.getOrDefault("addPrefix", ""));
    }

    private static KeyCondition condition(Map<String, String> parts, String kind) {
        List<String> values = Stream.of("Prefix", "Suffix", "Glob")
                .map(part -> parts.getOrDefault(kind + part, ""))
                .toList();
        return new KeyCondition(values.get(0), values.get(1), values.get(2));
    }

    private static IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                "not an array of rules; expected objects of strings with names of " + new TreeSet<>(NAMES));
    }
}
