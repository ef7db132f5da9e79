package org.allowput.infra.settings.keys;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * One rule for keys: which objects it is about, and to which keys they are copied. Two source keys of one rule never
 * map to the same target key, because the prefix that is removed is a prefix of every included key.
 *
 * @param includePrefix the prefix of keys that are copied; empty for any
 * @param includeSuffix the suffix of keys that are copied; empty for any
 * @param includeGlob the pattern of keys that are copied; empty for any
 * @param excludePrefix the prefix of keys that are not copied; empty for none
 * @param excludeSuffix the suffix of keys that are not copied; empty for none
 * @param excludeGlob the pattern of keys that are not copied; empty for none
 * @param stripPrefix the prefix that is removed from a key
 * @param addPrefix the prefix that is then added to the key
 */
public record KeyRuleSettings(
        String includePrefix,
        String includeSuffix,
        String includeGlob,
        String excludePrefix,
        String excludeSuffix,
        String excludeGlob,
        String stripPrefix,
        String addPrefix) {
    /**
     * Four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows for
     * environment variables.
     */
    private static final int MAX_BYTES = 512;

    private static final String EXPECTED = "at most 512 bytes of UTF-8, without control characters";
    public static final SettingType<String> TYPE = SettingType.string(EXPECTED, text -> {
        SettingType.require(
                text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                        && text.chars().noneMatch(Character::isISOControl),
                EXPECTED);
        return text;
    });

    static KeyRuleSettings read(SettingsReader reader) {
        DefaultValue<String> anyKey = new DefaultValue<>("", "empty: any key");
        DefaultValue<String> nothing = new DefaultValue<>("", "empty: nothing");
        KeyRuleSettings rule = new KeyRuleSettings(
                reader.value(
                        "includePrefix",
                        TYPE,
                        anyKey,
                        "Copies only objects whose key begins with this: [key filters](#key-filters)"),
                reader.value("includeSuffix", TYPE, anyKey, "Copies only objects whose key ends with this"),
                reader.value(
                        "includeGlob",
                        TYPE,
                        anyKey,
                        "Copies only objects whose whole key matches this [pattern](#key-rules)"),
                reader.value("excludePrefix", TYPE, nothing, "Does not copy objects whose key begins with this"),
                reader.value("excludeSuffix", TYPE, nothing, "Does not copy objects whose key ends with this"),
                reader.value(
                        "excludeGlob", TYPE, nothing, "Does not copy objects whose whole key matches this pattern"),
                reader.value(
                        "stripPrefix",
                        TYPE,
                        nothing,
                        "Removed from a key. `keys.includePrefix` must begin with it, so that two keys never "
                                + "become one"),
                reader.value("addPrefix", TYPE, nothing, "Then added to the key"));
        if (!rule.includePrefix().startsWith(rule.stripPrefix())) {
            reader.error(
                    "stripPrefix",
                    rule.stripPrefix(),
                    "a prefix of keys.includePrefix, \"%s\": otherwise two source keys could map to the same target key"
                            .formatted(rule.includePrefix()));
        }
        return rule;
    }

    /** Whether the rule has only those parts that the function has a variable for. */
    boolean isSimple() {
        return includeGlob.isEmpty() && excludePrefix.isEmpty() && excludeSuffix.isEmpty() && excludeGlob.isEmpty();
    }

    /** How all target keys begin. */
    public String targetPrefix() {
        int stripped = includePrefix.startsWith(stripPrefix) ? stripPrefix.length() : 0;
        return addPrefix + includePrefix.substring(stripped);
    }

    /** All parts by name. */
    SortedMap<String, String> parts() {
        SortedMap<String, String> parts = simpleParts();
        parts.put("includeGlob", includeGlob);
        parts.put("excludePrefix", excludePrefix);
        parts.put("excludeSuffix", excludeSuffix);
        parts.put("excludeGlob", excludeGlob);
        return parts;
    }

    /** The parts of a simple rule by name. */
    SortedMap<String, String> simpleParts() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("includePrefix", includePrefix);
        parts.put("includeSuffix", includeSuffix);
        parts.put("stripPrefix", stripPrefix);
        parts.put("addPrefix", addPrefix);
        return parts;
    }
}
