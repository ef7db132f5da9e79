package org.allowput.infra.settings.account;

import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;

/**
 * Jobs of S3 Batch Operations.
 *
 * @param enabled whether the stack creates the jobs' role and the bucket for their manifests and reports
 * @param bucket that bucket
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 */
public record JobSettings(boolean enabled, BucketName bucket, boolean bucketExists) {
    /** Of jobs that copy objects which were in the source bucket before the deployment. */
    public static JobSettings readBackfill(SettingsReader reader, DefaultBuckets buckets, SourceSettings source) {
        return read(
                reader,
                buckets,
                "backfill",
                source.account(),
                source.region(),
                "source ",
                "Creates the role and the bucket for a [backfill](#backfill)");
    }

    /** Of jobs that compute checksums of what is in the target bucket. */
    static JobSettings readConfirm(SettingsReader reader, DefaultBuckets buckets, AccountId account, Region region) {
        return read(
                reader,
                buckets,
                "confirm",
                account,
                region,
                "",
                "Creates the role and the bucket for [jobs that compute checksums](account-a.md#confirm) of the"
                        + " copies");
    }

    private static JobSettings read(
            SettingsReader reader,
            DefaultBuckets buckets,
            String purpose,
            AccountId account,
            Region region,
            String owner,
            String description) {
        boolean enabled = reader.value("enabled", SettingType.bool(), false, description);
        JobSettings jobs = new JobSettings(
                enabled,
                buckets.read(
                        reader,
                        purpose,
                        account,
                        region,
                        owner,
                        enabled,
                        "The bucket for manifests and reports of those jobs"),
                DefaultBuckets.readExists(reader));
        reader.rejectUnknown();
        return jobs;
    }
}
