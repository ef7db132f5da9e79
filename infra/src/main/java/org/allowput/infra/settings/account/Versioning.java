package org.allowput.infra.settings.account;

import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * Whether a bucket that the stack creates keeps the versions that are overwritten or deleted, and how long.
 *
 * @param enabled whether overwritten and deleted objects can be restored
 * @param noncurrentDays days after which a noncurrent version is deleted
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html">Versioning</a>
 */
public record Versioning(boolean enabled, int noncurrentDays) {
    static Versioning read(SettingsReader reader) {
        boolean enabled = reader.value(
                "versioned",
                SettingType.bool(),
                true,
                "Versioning of a bucket that the stack creates, to "
                        + "[restore](commands.md#undoing-what-a-role-did) what was overwritten or deleted");
        int noncurrentDays = reader.value(
                "noncurrentDays",
                SettingType.integer(1, 36_500, "days").forExperts(),
                30,
                "How long such a version stays. Each costs storage");
        return new Versioning(enabled, noncurrentDays);
    }
}
