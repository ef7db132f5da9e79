package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.value.ResourceArn;

/** The alarms and whom they notify. */
public final class AlarmSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("alarms");

    public static final Setting<Optional<String>> TOPIC = GROUP.setting("topicArn", ResourceArn.TOPIC_TYPE)
            .optional("none: no notification", "The topic that the alarms notify");
    public static final Setting<Optional<String>> EMAIL = GROUP.setting("email", SettingType.emailOrNone())
            .required(
                    Optional.empty(),
                    "The address that the alarms notify. The recipient has to confirm a link. `none` notifies only"
                            + " `alarms.topicArn`, or nobody");
    public static final Setting<Integer> LAG = GROUP.setting("lagMinutes", SettingType.integer(1, 10_000, "minutes"))
            .byDefault(15, "How long 99 of 100 objects may take from their change to their copy before an alarm");
    /** An absolute address, or the default. An alarm's description, of which it is a part, has 1,024 characters. */
    public static final Setting<String> RUNBOOK = GROUP.setting(
                    "runbook",
                    SettingType.matching(
                            "docs/operations\\.md|https?://[!-\"$-~]{1,400}",
                            "an address such as https://example.com/operations, without spaces and #"))
            .forExperts()
            .byDefault(
                    "docs/operations.md",
                    "The address of the runbook, to which the alarms' descriptions append the section");

    private AlarmSettings() {}
}
