package org.allowput.infra.settings;

/**
 * Copying of objects that were in the source bucket before the deployment, by S3 Batch Operations.
 *
 * @param enabled whether the stack creates the job's role and the bucket for its manifests and reports
 * @param bucket that bucket
 */
public record BackfillSettings(boolean enabled, BucketName bucket) {
    static BackfillSettings read(SettingsReader reader, DeploymentName name, SourceSettings source) {
        BackfillSettings backfill = new BackfillSettings(
                reader.value(
                        "enabled",
                        SettingType.bool(),
                        false,
                        "Creates the role and the bucket that S3 Batch Operations needs to copy older objects. See"
                                + " [backfill](#backfill)"),
                reader.value(
                        "bucketName",
                        BucketName.TYPE,
                        new DefaultValue<>(
                                BucketName.defaultFor("backfill", name, source.account(), source.region()),
                                "`allow-put-backfill-<source account>-<source region>`"),
                        "The bucket for manifests and reports of those jobs"));
        reader.rejectUnknown();
        return backfill;
    }
}
