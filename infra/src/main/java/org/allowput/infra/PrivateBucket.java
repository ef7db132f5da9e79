package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.BucketName;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * A bucket whose objects all belong to its owner, that is never public, talks TLS only, is encrypted, outlives its
 * stack, and does not keep what unfinished uploads have left behind.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Object ownership</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
 *     Incomplete uploads</a>
 */
final class PrivateBucket {
    /** Days. A copy is over, one way or the other, in 15 minutes; S3 counts in days. */
    private static final int KEEP_INCOMPLETE_UPLOADS = 1;

    private PrivateBucket() {}

    static Bucket create(Construct scope, String id, BucketName name, Optional<String> key) {
        return create(scope, id, name, key, List.of());
    }

    /** With lifecycle rules of its own besides. */
    static Bucket create(
            Construct scope, String id, BucketName name, Optional<String> key, List<LifecycleRule> lifecycle) {
        List<LifecycleRule> rules = new ArrayList<>(lifecycle);
        rules.add(LifecycleRule.builder()
                .id("AbortIncompleteUploads")
                .abortIncompleteMultipartUploadAfter(Duration.days(KEEP_INCOMPLETE_UPLOADS))
                .build());
        Bucket.Builder bucket = Bucket.Builder.create(scope, id)
                .bucketName(name.text())
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(rules)
                .removalPolicy(RemovalPolicy.RETAIN);
        key.ifPresentOrElse(
                arn -> bucket.encryption(BucketEncryption.KMS)
                        .encryptionKey(Key.fromKeyArn(scope, "Key", arn))
                        .bucketKeyEnabled(true),
                () -> bucket.encryption(BucketEncryption.S3_MANAGED));
        return bucket.build();
    }
}
