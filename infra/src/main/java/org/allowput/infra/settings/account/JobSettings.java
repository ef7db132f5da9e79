package org.allowput.infra.settings.account;

import org.allowput.infra.settings.reading.SettingsGroup;

/** Jobs of S3 Batch Operations. */
public final class JobSettings {
    public static final SettingsGroup BACKFILL_GROUP = new SettingsGroup("backfill");

    /** Of jobs that copy objects which were in the source bucket before the deployment. */
    public static final BucketSettings BACKFILL = BucketSettings.ofOption(
            BACKFILL_GROUP,
            "backfill",
            BACKFILL_GROUP.flag("enabled", "Creates the role and the bucket for a [backfill](#backfill)"),
            "The bucket for manifests and reports of those jobs");

    private JobSettings() {}
}
