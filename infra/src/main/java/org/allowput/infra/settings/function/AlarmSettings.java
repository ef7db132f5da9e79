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
    public static final Setting<Integer> OLDEST_MESSAGE = GROUP.setting(
                    "oldestMessageMinutes", SettingType.integer(1, 10_000, "minutes"))
            .byDefault(30, "How long a message may wait, or fail, before an alarm");
    public static final Setting<Integer> LAG = GROUP.setting("lagMinutes", SettingType.integer(1, 10_000, "minutes"))
            .byDefault(15, "How long 99 of 100 objects may take from their change to their copy before an alarm");
    public static final Setting<Integer> OBJECTS_GONE = GROUP.setting(
                    "objectsGone", SettingType.integer(0, 2_000_000_000, "objects"))
            .forExperts()
            .byDefault(
                    0,
                    "An alarm when more objects are [gone](operations.md#objects-gone) before they were copied, in"
                            + " five minutes");
    public static final Setting<Optional<Integer>> OBJECTS_PER_DAY = GROUP.setting(
                    "objectsPerDay", SettingType.integer(1, 2_000_000_000, "objects"))
            .forExperts()
            .optional(
                    "none: no alarm",
                    "An alarm when more objects are copied in a day: [cost](cost.md#the-highest-possible-bill)");
    public static final Setting<Integer> WAITING_HOURS = GROUP.setting(
                    "waitingHours", SettingType.integer(1, 10_000, "hours"))
            .byDefault(24, "How long an object may wait for its tag before an alarm, with `reconcile.schedule`");
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
