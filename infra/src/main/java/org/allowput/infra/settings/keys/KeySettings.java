package org.allowput.infra.settings.keys;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/** Reads which objects are copied, and to which keys. Rules by which two keys could map to one are refused. */
public final class KeySettings {
    /**
     * Of one part: four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows
     * for environment variables.
     */
    private static final int MAX_BYTES = 512;
    /** Of all rules, for the same reason. */
    private static final int MAX_JSON_BYTES = 2048;

    private static final String EXPECTED = "a text: at most 512 bytes of UTF-8, without control characters";
    public static final SettingType<String> TYPE = SettingType.string(EXPECTED, text -> {
        SettingType.require(bytes(text) <= MAX_BYTES && text.chars().noneMatch(Character::isISOControl), EXPECTED);
        return text;
    });

    private static final SettingType<Long> SIZE = SettingType.bytes(SizeRange.LARGEST_OBJECT);
    private static final DefaultValue<String> ANY_KEY = new DefaultValue<>("", "any key");
    private static final DefaultValue<String> NOTHING = new DefaultValue<>("", "nothing");

    private KeySettings() {}

    /**
     * Reads the rules.
     *
     * @param requiredTag of each
     */
    public static Selection read(SettingsReader reader, Optional<RequiredTag> requiredTag) {
        Selection selection = new Selection(reader.oneOrMore("keys", rule -> rule(rule, requiredTag)));
        if (fits(selection, reader)) {
            new KeyCollision(selection.rules())
                    .find()
                    .ifPresent(found -> reader.conflict("keys", found, "rules under which no two keys become one"));
        }
        return selection;
    }

    /** The same, with receipts delivered to the target bucket. */
    public static Selection deliveringTo(String prefix, Selection selection, SettingsReader reader) {
        Selection delivering = selection.deliveringTo(prefix);
        return fits(delivering, reader) ? delivering : selection;
    }

    private static boolean fits(Selection selection, SettingsReader reader) {
        int bytes = bytes(selection.json());
        if (bytes > MAX_JSON_BYTES) {
            reader.conflict(
                    "keys", bytes + " bytes of JSON", "at most %d: fewer or shorter rules".formatted(MAX_JSON_BYTES));
        }
        return bytes <= MAX_JSON_BYTES;
    }

    private static KeyRule rule(SettingsReader reader, Optional<RequiredTag> requiredTag) {
        Map<String, String> parts = new TreeMap<>();
        requiredTag.ifPresent(tag -> parts.put("requiredTag", tag.text()));
        read(
                "includePrefix",
                ANY_KEY,
                "Copies only objects whose key begins with this: [key filters](#key-filters)",
                reader,
                parts);
        read("includeSuffix", ANY_KEY, "Copies only objects whose key ends with this", reader, parts);
        read(
                "includeGlob",
                ANY_KEY,
                "Copies only objects whose whole key matches this [pattern](#key-rules)",
                reader,
                parts);
        read("excludePrefix", NOTHING, "Does not copy objects whose key begins with this", reader, parts);
        read("excludeSuffix", NOTHING, "Does not copy objects whose key ends with this", reader, parts);
        read("excludeGlob", NOTHING, "Does not copy objects whose whole key matches this pattern", reader, parts);
        read(
                "stripPrefix",
                NOTHING,
                "Removed from a key. `keys.includePrefix` must begin with it, so that two keys never become one",
                reader,
                parts);
        read("addPrefix", NOTHING, "Then added to the key", reader, parts);
        long least = reader.value(KeyRule.MIN_BYTES, SIZE, 0L, "Does not copy [smaller objects](#sizes)");
        long most = reader.value(
                KeyRule.MAX_BYTES,
                SIZE,
                new DefaultValue<>(SizeRange.LARGEST_OBJECT, "the largest that S3 has"),
                "Does not copy [larger objects](#sizes)");
        if (least > most) {
            reader.error(KeyRule.MIN_BYTES, least, "at most keys.maxBytes, %d".formatted(most));
        } else {
            parts.put(KeyRule.MIN_BYTES, Long.toString(least));
            parts.put(KeyRule.MAX_BYTES, Long.toString(most));
        }
        String included = parts.getOrDefault("includePrefix", "");
        String stripped = parts.getOrDefault("stripPrefix", "");
        if (!included.startsWith(stripped)) {
            reader.error(
                    "stripPrefix",
                    stripped,
                    "a prefix of keys.includePrefix, \"%s\": otherwise two source keys could map to the same target key"
                            .formatted(included));
            parts.remove("stripPrefix");
        }
        return KeyRule.of(parts);
    }

    private static void read(
            String name,
            DefaultValue<String> byDefault,
            String description,
            SettingsReader reader,
            Map<String, String> parts) {
        parts.put(name, reader.value(name, TYPE, byDefault, description));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
