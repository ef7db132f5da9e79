package org.allowput.infra.settings;

import java.util.List;
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
        TargetSettings target = settings.target();
        SourceSettings source = settings.source();
        return List.of(
                new BucketPurpose(
                        "target.bucketName",
                        target.bucketName(),
                        !target.bucketExists(),
                        false,
                        target.account(),
                        target.region()),
                new BucketPurpose(
                        "source.bucketName",
                        source.bucketName(),
                        !source.bucketExists(),
                        false,
                        source.account(),
                        source.region()),
                ofOption(
                        "largeObjects.bucketName",
                        settings.largeObjects().bucketName(),
                        settings.largeObjects().createsBucket(),
                        source),
                ofOption(
                        "receipts.bucketName",
                        settings.receipts().bucketName(),
                        settings.receipts().createsBucket(),
                        source),
                ofOption(
                        "backfill.bucketName",
                        settings.backfill().bucketName(),
                        settings.backfill().createsBucket(),
                        source));
    }

    private static BucketPurpose ofOption(String path, BucketName name, boolean created, SourceSettings source) {
        return new BucketPurpose(path, name, created, true, source.account(), source.region());
    }

    /** How names in the namespace of its account and Region end. */
    String suffix() {
        return BucketName.accountRegionalSuffix(account, region);
    }
}
