package org.allowput.infra.settings;

import java.util.List;
import org.allowput.infra.settings.section.OptionBucket;
import org.allowput.infra.settings.section.SourceSettings;
import org.allowput.infra.settings.section.TargetSettings;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;

/**
 * A bucket of a deployment.
 *
 * @param path of the setting with its name
 * @param created whether the deployment creates it
 * @param option whether the deployment can do without it
 * @param account that owns it
 */
record BucketPurpose(String path, BucketName name, boolean created, boolean option, AccountId account, Region region) {
    static List<BucketPurpose> of(Settings settings) {
        SourceSettings source = settings.source();
        return List.of(
                target(settings),
                source(settings),
                ofOption("largeObjects", settings.largeObjects(), source),
                ofOption("receipts", settings.receipts(), source),
                ofOption("backfill", settings.backfill(), source));
    }

    static BucketPurpose target(Settings settings) {
        TargetSettings target = settings.target();
        return new BucketPurpose(
                "target.bucketName",
                target.bucketName(),
                !target.bucketExists(),
                false,
                target.account(),
                target.region());
    }

    static BucketPurpose source(Settings settings) {
        SourceSettings source = settings.source();
        return new BucketPurpose(
                "source.bucketName",
                source.bucketName(),
                !source.bucketExists(),
                false,
                source.account(),
                source.region());
    }

    private static BucketPurpose ofOption(String section, OptionBucket bucket, SourceSettings source) {
        return new BucketPurpose(
                section + ".bucketName",
                bucket.bucketName(),
                bucket.createsBucket(),
                true,
                source.account(),
                source.region());
    }

    /** How names in the namespace of its account and Region end. */
    String suffix() {
        return BucketName.accountRegionalSuffix(account, region);
    }
}
