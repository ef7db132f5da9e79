package org.allowput.infra.settings.function;

import org.allowput.infra.settings.account.DefaultBuckets;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.BucketName;

/**
 * Copying of objects that were in the source bucket before the deployment, by S3 Batch Operations.
 *
 * @param enabled whether the stack creates the job's role and the bucket for its manifests and reports
 * @param bucket that bucket
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 */
public record BackfillSettings(boolean enabled, BucketName bucket, boolean bucketExists) {
    public static BackfillSettings read(SettingsReader reader, DefaultBuckets buckets, SourceSettings source) {
        boolean enabled = reader.value(
                "enabled", SettingType.bool(), false, "Creates the role and the bucket for a [backfill](#backfill)");
        BackfillSettings backfill = new BackfillSettings(
                enabled,
                buckets.read(
                        reader,
                        "backfill",
                        source.account(),
                        source.region(),
                        "source ",
                        enabled,
                        "The bucket for manifests and reports of those jobs"),
                DefaultBuckets.readExists(reader));
        reader.rejectUnknown();
        return backfill;
    }
}
