package org.allowput.contract.selection;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.json.UnreadableException;
import org.allowput.contract.selection.RequiredTag.TagDecision;

/**
 * The selection decides which objects are copied, and to which keys: the function, the notification's filter,
 * {@code bin/reconcile} and {@code bin/backfill} ask it. The first rule that includes a key decides, by the size of the
 * object, too. It travels as one JSON array, in the functions' environment variable {@code SELECTION} and the stack's
 * output {@code Selection}.
 *
 * @param rules at least one, by which two keys never map to one
 */
public record Selection(List<KeyRule> rules) {
    public static final Selection ALL = of(KeyRule.of("**", "", ""));

    /** What {@link #collision} expects of rules. */
    public static final String DISJOINT = "of each two rules neither addPrefix to be the beginning of the other, unless"
            + " both have the same addPrefix and the same stripPrefix";

    /** @throws IllegalArgumentException if there is no rule, or two keys could map to one */
    public Selection {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no rule, so that no key would be copied: expected at least one");
        }
        rules = List.copyOf(rules);
        collision(rules).ifPresent(seen -> {
            throw new IllegalArgumentException(seen + "; expected " + DISJOINT);
        });
    }

    /** Two rules by which two source keys could have the same target key, in words for an error message. */
    public static Optional<String> collision(List<KeyRule> rules) {
        for (int one = 0; one < rules.size(); one++) {
            for (int other = one + 1; other < rules.size(); other++) {
                if (rules.get(one).mayCollideWith(rules.get(other))) {
                    return Optional.of(
                            ("rules %d and %d with addPrefix \"%s\" and \"%s\", by which two source keys could"
                                            + " become the same target key")
                                    .formatted(
                                            one + 1,
                                            other + 1,
                                            rules.get(one).addPrefix(),
                                            rules.get(other).addPrefix()));
                }
            }
        }
        return Optional.empty();
    }

    public static Selection of(KeyRule rule) {
        return new Selection(List.of(rule));
    }

    public Optional<String> targetKey(String sourceKey) {
        return rule(sourceKey).flatMap(rule -> rule.targetKey(sourceKey));
    }

    /**
     * Why an object is not copied, though its key is: its size. A deletion has none, and is not excluded by it.
     *
     * @param bytes of the object that would be copied, which may be another one than that of the event
     */
    public Optional<String> exclusion(String sourceKey, long bytes) {
        return rule(sourceKey).flatMap(rule -> rule.sizes().exclusion(bytes));
    }

    /** Why a key is not copied; empty if it is. */
    public Optional<String> exclusion(String sourceKey) {
        if (targetKey(sourceKey).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(rule(sourceKey)
                .or(() -> rules.stream().filter(rule -> rule.isNamed(sourceKey)).findFirst())
                .map(rule -> "the rule " + KeyRuleDocument.describe(rule) + " leaves it out")
                .orElseGet(() -> "no rule includes it: "
                        + rules.stream().map(KeyRuleDocument::describe).toList()));
    }

    /**
     * Decides whether the tags of an object permit that it is copied.
     *
     * @param tags of exactly the bytes that would be copied, by name
     */
    public TagDecision decideByTags(String sourceKey, Map<String, String> tags) {
        return rule(sourceKey)
                .flatMap(KeyRule::requiredTag)
                .map(required -> required.decide(tags))
                .orElseGet(TagDecision.Permitted::new);
    }

    /** Whether {@link #decideByTags} depends on the tags of some object. */
    public boolean requiresTag() {
        return rules.stream().anyMatch(rule -> rule.requiredTag().isPresent());
    }

    /** The same rules, with receipts delivered to keys that begin like that. */
    public Selection deliveringTo(String prefix) {
        return new Selection(
                rules.stream().map(rule -> rule.deliveringTo(prefix)).toList());
    }

    /** How the target keys of delivered receipts begin; empty if none are delivered. */
    public Optional<String> deliverTo() {
        return Optional.of(rules.getFirst().deliverTo()).filter(prefix -> !prefix.isEmpty());
    }

    private Optional<KeyRule> rule(String sourceKey) {
        return rules.stream().filter(rule -> rule.includes(sourceKey)).findFirst();
    }

    /** The number of the first rule that includes a key, from 1; 0 if none does. */
    public int ruleNumber(String sourceKey) {
        return rule(sourceKey).map(rules::indexOf).orElse(-1) + 1;
    }

    /** The source key that is copied to a target key: at most one. */
    public Optional<String> sourceKey(String targetKey) {
        return rules.stream()
                .filter(rule -> targetKey.startsWith(rule.addPrefix()))
                .map(rule -> rule.stripPrefix()
                        + targetKey.substring(rule.addPrefix().length()))
                .filter(sourceKey -> targetKey(sourceKey).equals(Optional.of(targetKey)))
                .findFirst();
    }

    /** The shortest prefixes of which each copied key has one; one that is empty if any key may be copied. */
    public List<String> prefixes() {
        return shortest(rules.stream().flatMap(KeyRule::prefixes));
    }

    /** Those of the copied keys that begin with a text, which is part of each; none if no copied key does. */
    public List<String> prefixes(String beginning) {
        return prefixes().stream()
                .filter(prefix -> prefix.startsWith(beginning) || beginning.startsWith(prefix))
                .map(prefix -> prefix.length() > beginning.length() ? prefix : beginning)
                .distinct()
                .toList();
    }

    /** The prefixes that begin with no other one. */
    public static List<String> shortest(Stream<String> prefixes) {
        List<String> all = prefixes.distinct().toList();
        return all.stream()
                .filter(prefix ->
                        all.stream().noneMatch(shorter -> !shorter.equals(prefix) && prefix.startsWith(shorter)))
                .toList();
    }

    /** The longest suffix that each copied key has, which may be empty. */
    public String suffix() {
        return LongestCommon.suffix(rules.stream().flatMap(KeyRule::suffixes).toList());
    }

    public SizeRange sizes() {
        List<SizeRange> all = rules.stream().map(KeyRule::sizes).toList();
        return new SizeRange(
                all.stream().mapToLong(SizeRange::minBytes).min().orElse(0),
                all.stream().mapToLong(SizeRange::maxBytes).max().orElse(SizeRange.LARGEST_OBJECT));
    }

    public String json() {
        return JsonDocuments.line(rules.stream().map(KeyRuleDocument::of).toList());
    }

    /**
     * Reads a JSON array of rules. A part that is absent is empty.
     *
     * @throws IllegalArgumentException if the text is none, or a rule is not valid
     */
    public static Selection parse(String json) {
        try {
            EventJson.parse(json);
            List<KeyRuleDocument> documents = JSON.std.listOfFrom(KeyRuleDocument.class, json);
            // The parser alone ignores other fields, and takes a text for a number.
            if (!JSON.std.listFrom(json).equals(JSON.std.listFrom(JsonDocuments.line(documents)))
                    || documents.stream().anyMatch(Objects::isNull)) {
                throw new IOException("a rule has another field, or a field of another type");
            }
            return new Selection(documents.stream().map(KeyRuleDocument::rule).toList());
        } catch (IOException | UnreadableException malformed) {
            throw new IllegalArgumentException(
                    "no JSON array of rules: " + malformed.getMessage()
                            + "; expected objects with arrays of patterns (include, exclude), whole numbers (minBytes,"
                            + " maxBytes) and texts (stripPrefix, addPrefix, requiredTag, deliverTo)",
                    malformed);
        }
    }
}
