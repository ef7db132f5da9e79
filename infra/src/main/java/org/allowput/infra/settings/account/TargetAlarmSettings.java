package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * What account A watches by itself, if it gives an address.
 *
 * @param email whom the alarms notify; empty for no monitoring
 * @param quietHours how long nothing may arrive
 * @param putsPerDay how many objects and parts may be put in a day
 * @param gigabytesPerDay how many gigabytes of 10^9 bytes may be put in a day
 * @param functionPrincipal as whom the function assumes the role; empty until account A knows it
 * @param workflowPrincipal the same of the function of the workflow for large objects
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">At most seven
 *     days of one hour</a>
 */
public record TargetAlarmSettings(
        Optional<String> email,
        int quietHours,
        int putsPerDay,
        int gigabytesPerDay,
        Optional<String> functionPrincipal,
        Optional<String> workflowPrincipal) {
    /** The unique id of a role and the name of a session, as CloudTrail has them. */
    public static final String PRINCIPAL_PATTERN = "AROA[A-Z0-9]{12,124}:[A-Za-z0-9+=,.@_-]{2,64}";

    private static final SettingType<String> PRINCIPAL =
            SettingType.matching(PRINCIPAL_PATTERN, "as CloudTrail has it: AROA…:ReplicateObjects");

    static TargetAlarmSettings read(SettingsReader reader) {
        TargetAlarmSettings alarms = new TargetAlarmSettings(
                reader.optional(
                        "email",
                        SettingType.email(),
                        "none: no alarms",
                        "Adds [account A's alarms](account-a.md#alarms), and notifies"),
                reader.value("quietHours", SettingType.integer(1, 168, "hours"), 24, "The longest time without a PUT"),
                reader.value(
                        "putsPerDay",
                        SettingType.integer(1, 2_000_000_000, "PUTs"),
                        1_000_000,
                        "The most objects and parts"),
                reader.value("gigabytesPerDay", SettingType.integer(1, 1_000_000, "GB"), 1_000, "The most bytes"),
                reader.optional(
                        "functionPrincipal",
                        PRINCIPAL,
                        "none: no alarm",
                        "Adds an alarm for [others](account-a.md#unexpected-caller) than the function"),
                reader.optional("workflowPrincipal", PRINCIPAL, "none", "The same of the workflow's function"));
        reader.rejectUnknown();
        return alarms;
    }
}
