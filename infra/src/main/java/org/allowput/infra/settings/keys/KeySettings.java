package org.allowput.infra.settings.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.KeyPattern;
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
     * Of one text: four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows
     * for environment variables.
     */
    private static final int MAX_TEXT_BYTES = 512;
    /** Of all rules, for the same reason. */
    private static final int MAX_JSON_BYTES = 2048;

    private static final String EXPECTED = "a text: at most 512 bytes of UTF-8, without control characters";
    public static final SettingType<String> TYPE = SettingType.string(EXPECTED, text -> {
        SettingType.require(isText(text), EXPECTED);
        return text;
    });

    private static final String EXPECTED_PATTERN = "a pattern such as in/** or **.csv, or a list of patterns, each of"
            + " 1 to 512 bytes of UTF-8 without control characters";
    private static final SettingType<List<KeyPattern>> PATTERNS = SettingType.list(
            "a pattern or a list of them, each of 1 to 512 bytes of UTF-8 without control characters",
            EXPECTED_PATTERN,
            text -> {
                SettingType.require(isText(text), EXPECTED_PATTERN);
                return new KeyPattern(text);
            });

    public static final SettingsGroup GROUP = new SettingsGroup("keys");

    private static final String NOTHING = "nothing";

    public static final Setting<List<KeyPattern>> INCLUDE = GROUP.setting("include", PATTERNS)
            .byDefault(
                    others -> List.of(KeyPattern.ANY_KEY),
                    "any key",
                    "Copies only objects whose key matches one of these [patterns](#key-rules)");
    private static final Setting<List<KeyPattern>> EXCLUDE = GROUP.setting("exclude", PATTERNS)
            .byDefault(others -> List.of(), NOTHING, "Does not copy objects whose key matches one of these patterns");
    private static final Setting<String> STRIP_PREFIX = GROUP.setting("stripPrefix", TYPE)
            .byDefault(
                    others -> "",
                    NOTHING,
                    "Removed from a key. Each pattern of `keys.include` begins with it, so that two keys never become"
                            + " one");
    private static final Setting<String> ADD_PREFIX =
            GROUP.setting("addPrefix", TYPE).byDefault(others -> "", NOTHING, "Then added to the key");
    private static final SettingType<Long> SIZE = SettingType.bytes(SizeRange.LARGEST_OBJECT);
    private static final Setting<Long> MIN_BYTES =
            GROUP.setting("minBytes", SIZE).byDefault(0L, "Does not copy [smaller objects](#sizes)");
    private static final Setting<Long> MAX_BYTES = GROUP.setting("maxBytes", SIZE)
            .byDefault(
                    others -> SizeRange.LARGEST_OBJECT,
                    "the largest that S3 has",
                    "Does not copy [larger objects](#sizes)");

    private KeySettings() {}

    /**
     * Reads the rules.
     *
     * @param requiredTag of each
     */
    public static Selection read(SettingsReader reader, Optional<RequiredTag> requiredTag) {
        List<KeyRule> rules = reader.oneOrMore("keys", rule -> rule(rule, requiredTag));
        Optional<String> collision = Selection.collision(rules);
        collision.ifPresent(seen -> reader.conflict("keys", seen, Selection.DISJOINT));
        Selection selection = new Selection(collision.isPresent() ? List.of(rules.getFirst()) : rules);
        fits(selection, reader);
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
        Values values = reader.readItem(GROUP);
        return new KeyRule(
                included(reader, values),
                values.get(EXCLUDE),
                sizes(reader, values),
                stripped(reader, values),
                values.get(ADD_PREFIX),
                requiredTag,
                "");
    }

    private static List<KeyPattern> included(SettingsReader reader, Values values) {
        List<KeyPattern> included = values.get(INCLUDE);
        if (included.isEmpty()) {
            reader.error(INCLUDE.name(), included, "at least one pattern, such as **: otherwise nothing is copied");
            return List.of(KeyPattern.ANY_KEY);
        }
        return included;
    }

    private static SizeRange sizes(SettingsReader reader, Values values) {
        long least = values.get(MIN_BYTES);
        long most = values.get(MAX_BYTES);
        if (least > most) {
            reader.error(MIN_BYTES.name(), least, "at most keys.maxBytes, %d".formatted(most));
            return SizeRange.ANY;
        }
        return new SizeRange(least, most);
    }

    private static String stripped(SettingsReader reader, Values values) {
        String stripped = values.get(STRIP_PREFIX);
        Optional<KeyPattern> other = values.get(INCLUDE).stream()
                .filter(pattern -> !pattern.prefix().startsWith(stripped))
                .findFirst();
        other.ifPresent(pattern -> reader.error(
                STRIP_PREFIX.name(),
                stripped,
                ("how each pattern of keys.include begins, and \"%s\" does not begin so: otherwise two source keys"
                                + " could map to the same target key")
                        .formatted(pattern)));
        return other.isPresent() ? "" : stripped;
    }

    private static boolean isText(String text) {
        return bytes(text) <= MAX_TEXT_BYTES && text.chars().noneMatch(Character::isISOControl);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
