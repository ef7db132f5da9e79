package org.allowput.infra.settings;

import java.util.List;

/**
 * The function's log.
 *
 * @param retention days
 */
public record LogSettings(int retention) {
    /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
    private static final List<Integer> DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private static final String EXPECTED =
            "a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, "
                    + "150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653";

    static LogSettings read(Section section) {
        Shape<Integer> days = Shape.of(EXPECTED, text -> {
            int value = Integer.parseInt(text);
            Shape.require(DAYS.contains(value), EXPECTED);
            return value;
        });
        int retention = section.value("retentionDays", days, 90);
        section.end();
        return new LogSettings(retention);
    }
}
