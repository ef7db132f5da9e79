package org.allowput.infra.settings.function;

import java.util.List;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** The functions' logs. */
public final class LogSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("logs");
    /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
    private static final String ALLOWED = "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,"
            + " 2192, 2557, 2922, 3288 or 3653";

    private static final String EXPECTED = "a retention time that CloudWatch Logs supports: " + ALLOWED + " days";

    public static final Setting<Integer> RETENTION = GROUP.setting(
                    "retentionDays", SettingType.ofText(ALLOWED + " days", EXPECTED, "", text -> {
                        SettingType.require(List.of(ALLOWED.split(", | or ")).contains(text), EXPECTED);
                        return Integer.valueOf(text);
                    }))
            .byDefault(90, "How long the function's log is kept");

    private LogSettings() {}
}
