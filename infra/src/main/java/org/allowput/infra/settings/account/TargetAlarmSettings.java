package org.allowput.infra.settings.account;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** What account A watches by itself, if it gives an address. */
public final class TargetAlarmSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("target.alarms");
    /**
     * The unique id of a role with the name of a session, or that of a user, as CloudTrail has them.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">Unique identifiers</a>
     */
    private static final String CALLER = "(AROA[A-Z0-9]{12,124}:[A-Za-z0-9+=.@_-]{2,64}|AIDA[A-Z0-9]{12,124})";

    public static final Setting<Optional<String>> EMAIL = GROUP.setting("email", SettingType.emailOrNone())
            .required(
                    Optional.empty(),
                    "Adds [account A's alarms](account-a.md#alarms), and notifies. `none` adds no alarms");
    /** At most seven days: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
    public static final Setting<Integer> QUIET_HOURS = GROUP.setting("quietHours", SettingType.integer(1, 168, "hours"))
            .byDefault(24, "The longest time without a PUT");
    /** Empty until account A knows them. */
    public static final Setting<List<String>> CALLERS = GROUP.setting(
                    "callers",
                    SettingType.matching(
                            CALLER + "(," + CALLER + ")*",
                            "principals as CloudTrail has them, such as AROA…:ReplicateObjects, separated by commas",
                            text -> List.of(text.split(","))))
            .byDefault(
                    others -> List.of(),
                    "none: no alarm",
                    "The functions of account B: an alarm for [others](account-a.md#unexpected-caller) that assume the"
                            + " role");

    private TargetAlarmSettings() {}
}
