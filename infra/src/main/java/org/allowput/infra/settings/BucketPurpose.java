package org.allowput.infra.settings;

import java.util.List;
import org.allowput.infra.settings.section.SourceSettings;
import org.allowput.infra.settings.section.TargetSettings;
import org.allowput.infra.settings.value.BucketNames;
import org.allowput.infra.settings.value.Region;

/**
 * A bucket of a deployment.
 *
 * @param path of the setting with its name
 * @param created whether the deployment creates it
 * @param shareable whether other deployments can use it, too
 * @param account that owns it
 */
record BucketPurpose(String path, String name, boolean created, boolean shareable, String account, Region region) {
    static List<BucketPurpose> of(Settings settings) {
        return List.of(target(settings), source(settings), operations(settings));
    }

    static BucketPurpose target(Settings settings) {
        TargetSettings target = settings.target();
        return new BucketPurpose(
                "target.bucketName",
                target.bucketName(),
                !target.bucketExists(),
                true,
                target.account(),
                target.region());
    }

    static BucketPurpose source(Settings settings) {
        SourceSettings source = settings.source();
        return new BucketPurpose(
                "source.bucketName",
                source.bucketName(),
                !source.bucketExists(),
                true,
                source.account(),
                source.region());
    }

    private static BucketPurpose operations(Settings settings) {
        return new BucketPurpose(
                "operations.bucketName",
                settings.operations().bucketName(),
                !settings.operations().bucketExists(),
                false,
                settings.source().account(),
                settings.source().region());
    }

    /** How names in the namespace of its account and Region end. */
    String suffix() {
        return BucketNames.suffix(account, region);
    }
}
