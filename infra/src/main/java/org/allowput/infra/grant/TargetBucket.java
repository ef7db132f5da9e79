package org.allowput.infra.grant;

import java.util.List;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.monitoring.TargetMonitoring;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.TargetAlarmSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.s3.BlockedEncryptionType;
import software.amazon.awscdk.services.s3.BucketMetrics;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Account A's bucket. Its policy grants nothing; account A's administrators decide about access by their own
 * principals. It refuses objects under a key that only the sender has, and keeps what is overwritten or deleted for
 * some days.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html">Blocking
 *     SSE-C</a>
 */
public final class TargetBucket extends Construct {
    public TargetBucket(Construct scope, String id, Settings settings) {
        super(scope, id);
        PrivateBucket.create(
                this,
                settings.targetBucket(),
                settings.get(TargetSettings.KMS_KEY),
                settings.get(TargetSettings.ACCESS_LOGS),
                List.of(expiry(settings.get(TargetSettings.NONCURRENT_DAYS))),
                LargeObjectSettings.keptDays(settings),
                bucket -> {
                    bucket.versioned(settings.get(TargetSettings.VERSIONED))
                            .blockedEncryptionTypes(List.of(BlockedEncryptionType.SSE_C));
                    if (settings.get(TargetAlarmSettings.EMAIL).isPresent()) {
                        bucket.metrics(List.of(BucketMetrics.builder()
                                .id(TargetMonitoring.METRICS)
                                .build()));
                    }
                });
    }

    /**
     * A delete marker whose versions are all gone serves nothing: S3 deletes it as well. The rule stays when versioning
     * is switched off, which deletes no version.
     */
    private static LifecycleRule expiry(int noncurrentDays) {
        return LifecycleRule.builder()
                .id("ExpireNoncurrentVersions")
                .noncurrentVersionExpiration(Duration.days(noncurrentDays))
                .expiredObjectDeleteMarker(true)
                .build();
    }
}
