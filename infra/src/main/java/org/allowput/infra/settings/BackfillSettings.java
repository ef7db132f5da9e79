package org.allowput.infra.settings;

/**
 * Copying what was in the source bucket before, by S3 Batch Operations.
 *
 * @param enabled whether the stack brings the job's role and the bucket for its manifests and reports
 * @param bucket that bucket
 */
public record BackfillSettings(boolean enabled, BucketName bucket) {
    static BackfillSettings read(Section section, SourceSettings source) {
        BackfillSettings backfill = new BackfillSettings(
                section.value("enabled", Shape.flag(), false),
                section.value(
                        "bucketName",
                        BucketName.SHAPE,
                        BucketName.derived("backfill", source.account(), source.region()),
                        "`allow-put-backfill-<source account>-<source region>`"));
        section.end();
        return backfill;
    }
}
