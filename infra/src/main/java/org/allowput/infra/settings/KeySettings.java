package org.allowput.infra.settings;

import java.nio.charset.StandardCharsets;

/**
 * Which objects are copied, and to which keys. Two source keys never map to the same target key, because the prefix
 * that is removed is a prefix of every included key.
 *
 * @param includePrefix the prefix of keys that are copied; empty for any
 * @param includeSuffix the suffix of keys that are copied; empty for any
 * @param stripPrefix the prefix that is removed from a key
 * @param addPrefix the prefix that is then added to the key
 */
public record KeySettings(String includePrefix, String includeSuffix, String stripPrefix, String addPrefix) {
    /**
     * Four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows for
     * environment variables.
     */
    private static final int MAX_BYTES = 512;

    private static final String EXPECTED = "at most 512 bytes of UTF-8, without control characters";
    static final SettingType<String> TYPE = SettingType.string(EXPECTED, text -> {
        SettingType.require(
                text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                        && text.chars().noneMatch(Character::isISOControl),
                EXPECTED);
        return text;
    });

    static KeySettings read(SettingsReader reader) {
        DefaultValue<String> anyKey = new DefaultValue<>("", "empty: any key");
        DefaultValue<String> nothing = new DefaultValue<>("", "empty: nothing");
        KeySettings keys = new KeySettings(
                reader.value(
                        "includePrefix",
                        TYPE,
                        anyKey,
                        "Copies only objects whose key begins with this. The function then reads no other objects: see"
                                + " [key filters](#key-filters)"),
                reader.value("includeSuffix", TYPE, anyKey, "Copies only objects whose key ends with this"),
                reader.value(
                        "stripPrefix",
                        TYPE,
                        nothing,
                        "The prefix that is removed from a key. `keys.includePrefix` must begin with it: if keys"
                                + " without it were copied too, `in/a` and `a` could both become `a`"),
                reader.value("addPrefix", TYPE, nothing, "The prefix that is then added to the key"));
        reader.rejectUnknown();
        if (!keys.includePrefix().startsWith(keys.stripPrefix())) {
            reader.error(
                    "stripPrefix",
                    keys.stripPrefix(),
                    "a prefix of keys.includePrefix, \"%s\": otherwise two source keys could map to the same target key"
                            .formatted(keys.includePrefix()));
        }
        return keys;
    }
}
