package org.allowput.infra.settings.keys;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.reading.Values;

/** Reads which objects are copied, and to which keys. Rules by which two keys could map to one are refused. */
public final class KeySettings {
    /**
     * Of one part: four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows
     * for environment variables.
     */
    private static final int MAX_PART_BYTES = 512;
    /** Of all rules, for the same reason. */
    private static final int MAX_JSON_BYTES = 2048;

    private static final String EXPECTED = "a text: at most 512 bytes of UTF-8, without control characters";
    public static final SettingType<String> TYPE = SettingType.string(EXPECTED, text -> {
        SettingType.require(bytes(text) <= MAX_PART_BYTES && text.chars().noneMatch(Character::isISOControl), EXPECTED);
        return text;
    });

    public static final SettingsGroup GROUP = new SettingsGroup("keys");

    private static final String ANY_KEY = "any key";
    private static final String NOTHING = "nothing";

    public static final Setting<String> INCLUDE_PREFIX = part(
            "includePrefix", ANY_KEY, "Copies only objects whose key begins with this: [key filters](#key-filters)");
    private static final Setting<Long> MIN_BYTES;
    private static final Setting<Long> MAX_BYTES;
    private static final Setting<String> STRIP_PREFIX;

    static {
        part("includeSuffix", ANY_KEY, "Copies only objects whose key ends with this");
        part("includeGlob", ANY_KEY, "Copies only objects whose whole key matches this [pattern](#key-rules)");
        part("excludePrefix", NOTHING, "Does not copy objects whose key begins with this");
        part("excludeSuffix", NOTHING, "Does not copy objects whose key ends with this");
        part("excludeGlob", NOTHING, "Does not copy objects whose whole key matches this pattern");
        STRIP_PREFIX = part(
                "stripPrefix",
                NOTHING,
                "Removed from a key. `keys.includePrefix` must begin with it, so that two keys never become one");
        part("addPrefix", NOTHING, "Then added to the key");
        SettingType<Long> size = SettingType.bytes(SizeRange.LARGEST_OBJECT);
        MIN_BYTES = GROUP.setting(KeyRule.MIN_BYTES, size).byDefault(0L, "Does not copy [smaller objects](#sizes)");
        MAX_BYTES = GROUP.setting(KeyRule.MAX_BYTES, size)
                .byDefault(
                        others -> SizeRange.LARGEST_OBJECT,
                        "the largest that S3 has",
                        "Does not copy [larger objects](#sizes)");
    }

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

    private static Setting<String> part(String name, String byDefault, String description) {
        return GROUP.setting(name, TYPE).byDefault(others -> "", byDefault, description);
    }

    private static KeyRule rule(SettingsReader reader, Optional<RequiredTag> requiredTag) {
        Values values = reader.readItem(GROUP);
        Map<String, String> parts = new TreeMap<>();
        requiredTag.ifPresent(tag -> parts.put("requiredTag", tag.text()));
        GROUP.settings()
                .forEach(
                        setting -> parts.put(setting.name(), values.get(setting).toString()));
        long most = values.get(MAX_BYTES);
        if (values.get(MIN_BYTES) > most) {
            reader.error(KeyRule.MIN_BYTES, values.get(MIN_BYTES), "at most keys.maxBytes, %d".formatted(most));
            parts.remove(KeyRule.MIN_BYTES);
            parts.remove(KeyRule.MAX_BYTES);
        }
        String included = values.get(INCLUDE_PREFIX);
        String stripped = values.get(STRIP_PREFIX);
        if (!included.startsWith(stripped)) {
            reader.error(
                    STRIP_PREFIX.name(),
                    stripped,
                    "a prefix of keys.includePrefix, \"%s\": otherwise two source keys could map to the same target key"
                            .formatted(included));
            parts.remove(STRIP_PREFIX.name());
        }
        return KeyRule.of(parts);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
