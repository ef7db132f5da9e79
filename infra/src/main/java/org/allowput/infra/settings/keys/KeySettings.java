package org.allowput.infra.settings.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * Which objects are copied, and to which keys. The first rule that includes a key decides. Two source keys never map to
 * the same target key: rules by which they could are refused.
 *
 * @param rules at least one
 */
public record KeySettings(List<KeyRuleSettings> rules) {
    /** The rules, the longest ExternalId and the other variables fit into the 4 KB of environment variables. */
    private static final int MAX_BYTES = 2048;

    private static final ObjectMapper JSON = new ObjectMapper();

    public static KeySettings read(SettingsReader reader) {
        KeySettings keys = new KeySettings(reader.oneOrMore("keys", KeyRuleSettings::read));
        int bytes = keys.json().getBytes(StandardCharsets.UTF_8).length;
        if (!keys.isSimple() && bytes > MAX_BYTES) {
            reader.conflict(
                    "keys", bytes + " bytes of JSON", "at most %d: fewer or shorter rules".formatted(MAX_BYTES));
        } else {
            new KeyCollision(keys.rules())
                    .find()
                    .ifPresent(found -> reader.conflict("keys", found, "rules under which no two keys become one"));
        }
        return keys;
    }

    /** Whether there is one rule, with only those parts that the function has a variable for. */
    public boolean isSimple() {
        return rules.size() == 1 && rules.getFirst().isSimple();
    }

    /** The only rule, if {@link #isSimple}. */
    public KeyRuleSettings simple() {
        return rules.getFirst();
    }

    /** The shortest prefixes that the included keys have; an empty one if any key may be copied. */
    public List<String> prefixes() {
        List<String> all =
                rules.stream().map(KeyRuleSettings::includePrefix).distinct().toList();
        return all.stream()
                .filter(prefix -> all.stream().noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
                .toList();
    }

    /** The suffixes of which each included key has one; an empty one if a rule asks for none. */
    public List<String> suffixes() {
        List<String> all =
                rules.stream().map(KeyRuleSettings::includeSuffix).distinct().toList();
        return all.contains("") ? List.of("") : all;
    }

    /** The object of a simple rule, or an array of rules, as the function and the commands read it. */
    public String json() {
        List<? extends Map<String, String>> parts =
                rules.stream().map(KeyRuleSettings::parts).toList();
        try {
            return JSON.writeValueAsString(isSimple() ? simple().simpleParts() : parts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
