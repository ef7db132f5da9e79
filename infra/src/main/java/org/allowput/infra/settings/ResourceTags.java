package org.allowput.infra.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * Tags of every resource.
 *
 * @see <a href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html">Limits</a>
 */
final class ResourceTags {
    static final SettingsGroup GROUP = new SettingsGroup("tags");

    private static final int MAX_NAME_LENGTH = 128;
    private static final int MAX_VALUE_LENGTH = 256;
    private static final String EXPECTED =
            "at most 256 characters, under a name of at most 128 that does not begin with aws:";
    static final Setting<Optional<String>> ANY =
            GROUP.setting("<name>", type("")).optional("no tags", "A tag of every resource of both stacks");

    private ResourceTags() {}

    static SortedMap<String, String> read(SettingsReader reader) {
        return reader.entries(ResourceTags::type);
    }

    private static SettingType<String> type(String name) {
        return SettingType.string(EXPECTED, text -> {
            SettingType.require(
                    text.length() <= MAX_VALUE_LENGTH
                            && name.length() <= MAX_NAME_LENGTH
                            && !name.toLowerCase(Locale.ROOT).startsWith("aws:"),
                    EXPECTED);
            return text;
        });
    }
}
