package org.allowput.infra.settings.account;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.RoleName;

/**
 * The principals of account B that may assume the role besides the functions, by their names.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Names in IAM</a>
 */
public record Callers(Optional<String> group, Optional<String> role, Optional<String> user) {
    private static final String EXPECTED = "a name in IAM: 1 to 64 of letters, digits and +=,.@_-";
    private static final SettingType<String> TYPE = SettingType.matching(RoleName.pattern(RoleName.LONGEST), EXPECTED);

    static Callers read(SettingsReader reader) {
        Callers callers = new Callers(
                name(reader, "groupName", "group"), name(reader, "roleName", "role"), name(reader, "userName", "user"));
        reader.rejectUnknown();
        return callers;
    }

    private static Optional<String> name(SettingsReader reader, String setting, String kind) {
        return reader.optional(
                setting, TYPE, "none", "This [" + kind + "](security.md#people) may assume the role, too");
    }

    /** As {@code group/NAME} and the like. */
    public List<String> names() {
        return Stream.of(group.map("group/"::concat), role.map("role/"::concat), user.map("user/"::concat))
                .flatMap(Optional::stream)
                .toList();
    }
}
