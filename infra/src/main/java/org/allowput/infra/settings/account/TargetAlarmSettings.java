package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** What account A watches by itself, if it gives an address. */
public final class TargetAlarmSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("target.alarms");
    /** The unique id of a role and the name of a session, as CloudTrail has them. */
    private static final String PRINCIPAL_PATTERN = "AROA[A-Z0-9]{12,124}:[A-Za-z0-9+=,.@_-]{2,64}";

    private static final SettingType<String> PRINCIPAL =
            SettingType.matching(PRINCIPAL_PATTERN, "as CloudTrail has it: AROA…:ReplicateObjects");

    public static final Setting<Optional<String>> EMAIL = GROUP.setting("email", SettingType.email())
            .optional("none: no alarms", "Adds [account A's alarms](account-a.md#alarms), and notifies");
    /** At most seven days: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
    public static final Setting<Integer> QUIET_HOURS = GROUP.setting("quietHours", SettingType.integer(1, 168, "hours"))
            .byDefault(24, "The longest time without a PUT");

    public static final Setting<Integer> PUTS_PER_DAY = GROUP.setting(
                    "putsPerDay", SettingType.integer(1, 2_000_000_000, "PUTs"))
            .byDefault(1_000_000, "The most objects and parts");
    /** Of 10^9 bytes. */
    public static final Setting<Integer> GIGABYTES_PER_DAY = GROUP.setting(
                    "gigabytesPerDay", SettingType.integer(1, 1_000_000, "GB"))
            .byDefault(1_000, "The most bytes");
    /** As whom the function assumes the role; empty until account A knows it. */
    public static final Setting<Optional<String>> FUNCTION_PRINCIPAL = GROUP.setting("functionPrincipal", PRINCIPAL)
            .optional("none: no alarm", "Adds an alarm for [others](account-a.md#unexpected-caller) than the function");

    public static final Setting<Optional<String>> WORKFLOW_PRINCIPAL =
            GROUP.setting("workflowPrincipal", PRINCIPAL).optional("none", "The same of the workflow's function");

    private TargetAlarmSettings() {}
}
