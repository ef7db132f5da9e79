package org.allowput.infra.settings.account;

import org.allowput.infra.settings.reading.SettingsGroup;

/** Jobs of S3 Batch Operations. */
public final class JobSettings {
    private static final String FILES = "The bucket for manifests and reports of those jobs";

    public static final SettingsGroup BACKFILL_GROUP = new SettingsGroup("backfill");
    public static final SettingsGroup CONFIRM_GROUP = new SettingsGroup("target.confirm");

    /** Of jobs that copy objects which were in the source bucket before the deployment. */
    public static final BucketSettings BACKFILL = BucketSettings.ofOption(
            BACKFILL_GROUP,
            "backfill",
            BACKFILL_GROUP.flag("enabled", "Creates the role and the bucket for a [backfill](#backfill)"),
            FILES);
    /** Of jobs that compute checksums of what is in the target bucket. */
    public static final BucketSettings CONFIRM = BucketSettings.ofOption(
            CONFIRM_GROUP,
            CONFIRM_GROUP.flag(
                    "enabled",
                    "Creates the role and the bucket for [jobs that compute checksums](account-a.md#confirm) of the"
                            + " copies"),
            new BucketSettings.Default("confirm", TargetSettings.ACCOUNT, TargetSettings.REGION),
            "",
            FILES);

    private JobSettings() {}
}
