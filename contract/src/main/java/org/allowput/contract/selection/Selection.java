package org.allowput.contract.selection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.selection.RequiredTag.Clearance;

/**
 * What is copied, and to which key: the function, the notification's filter, {@code bin/reconcile} and
 * {@code bin/backfill} ask it. The first rule that includes a key decides, by the size of the object, too. It travels
 * as one JSON array, in the functions' environment variable {@code SELECTION} and the stack's output {@code Selection}.
 *
 * @param rules at least one. The deployment refuses rules by which two keys could map to one
 */
public record Selection(List<KeyRule> rules) {
    public static final Selection ALL = of(new KeyRule("", "", "", ""));

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> NUMBERS = List.of(KeyRule.MAX_BYTES, KeyRule.MIN_BYTES);

    /** @throws IllegalArgumentException if there is no rule */
    public Selection {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no rule, so that no key would be copied: expected at least one");
        }
        rules = List.copyOf(rules);
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
                .or(() -> rules.stream()
                        .filter(rule -> rule.include().all(sourceKey))
                        .findFirst())
                .map(rule -> "the rule " + rule + " leaves it out")
                .orElseGet(() -> "no rule includes it: " + rules));
    }

    /**
     * Whether an object may be copied, by its tags.
     *
     * @param tags of exactly the bytes that would be copied, by name
     */
    public Clearance clearance(String sourceKey, Map<String, String> tags) {
        return rule(sourceKey)
                .flatMap(KeyRule::requiredTag)
                .map(required -> required.clearance(tags))
                .orElseGet(Clearance.Cleared::new);
    }

    /** Whether {@link #clearance} depends on the tags of some object. */
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

    /** The sizes that copied objects can have, over all rules. */
    public SizeRange sizes() {
        List<SizeRange> all = rules.stream().map(KeyRule::sizes).toList();
        return new SizeRange(
                all.stream().mapToLong(SizeRange::minBytes).min().orElse(0),
                all.stream().mapToLong(SizeRange::maxBytes).max().orElse(SizeRange.LARGEST_OBJECT));
    }

    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (KeyRule rule : rules) {
                json.writeStartObject();
                for (Map.Entry<String, String> part : rule.parts().entrySet()) {
                    json.writeFieldName(part.getKey());
                    if (NUMBERS.contains(part.getKey())) {
                        json.writeNumber(part.getValue());
                    } else {
                        json.writeString(part.getValue());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * Reads a JSON array of rules. A part that is absent is empty.
     *
     * @throws IllegalArgumentException if the text is none, or a rule is not valid
     */
    public static Selection parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            List<KeyRule> rules = new ArrayList<>();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw unexpected();
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                rules.add(rule(parser));
            }
            // Also where the array has something else than objects: its end comes then.
            if (parser.nextToken() != null) {
                throw unexpected();
            }
            return new Selection(rules);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON; expected an array of rules", malformed);
        }
    }

    private static KeyRule rule(JsonParser parser) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean isNumber = NUMBERS.contains(name);
            if ((!isNumber && !KeyRule.PARTS.contains(name))
                    || parser.nextToken() != (isNumber ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_STRING)) {
                throw unexpected();
            }
            parts.put(name, parser.getText());
        }
        return KeyRule.of(parts);
    }

    private static IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not an array of rules; expected objects of strings with names of "
                + KeyRule.PARTS + ", and of the numbers " + NUMBERS);
    }
}
