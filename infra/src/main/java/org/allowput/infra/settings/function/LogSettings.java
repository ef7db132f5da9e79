package org.allowput.infra.settings.function;

import java.util.List;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * The function's log.
 *
 * @param retention days
 */
public record LogSettings(int retention) {
    /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
    private static final List<Integer> DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private static final String ALLOWED =
            "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653";
    private static final String EXPECTED = "a retention time that CloudWatch Logs supports: " + ALLOWED + " days";
    private static final SettingType<Integer> TYPE = new SettingType<>("integer", "days", ALLOWED, EXPECTED, text -> {
        int value = Integer.parseInt(text);
        SettingType.require(DAYS.contains(value), EXPECTED);
        return value;
    });

    public static LogSettings read(SettingsReader reader) {
        int retention = reader.value("retentionDays", TYPE, 90, "How long the function's log is kept");
        reader.rejectUnknown();
        return new LogSettings(retention);
    }
}
