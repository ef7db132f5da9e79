package org.allowput.infra.construct;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.infra.settings.region.Region;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketPolicy;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * A bucket that owns all its objects, blocks public access, requires TLS, is encrypted, keeps earlier versions for some
 * days, is retained when its stack is deleted, and deletes the parts of incomplete uploads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Object ownership</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
 *     Incomplete uploads</a>
 */
public final class PrivateBucket {
    /** The least that S3 has. */
    public static final int LEAST_NONCURRENT_DAYS = 1;

    private PrivateBucket() {}

    /**
     * With further lifecycle rules and properties.
     *
     * @param noncurrentDays how long a version stays that was overwritten or deleted
     * @param keepIncompleteUploads days
     * @param properties sets further properties
     */
    public static Bucket create(
            Construct scope,
            String name,
            Optional<String> key,
            int noncurrentDays,
            List<LifecycleRule> lifecycle,
            int keepIncompleteUploads,
            Consumer<Bucket.Builder> properties) {
        List<LifecycleRule> rules = new ArrayList<>(lifecycle);
        // A delete marker whose versions are all gone serves nothing: S3 deletes it as well.
        rules.add(LifecycleRule.builder()
                .id("ExpireNoncurrentVersions")
                .noncurrentVersionExpiration(Duration.days(noncurrentDays))
                .expiredObjectDeleteMarker(true)
                .build());
        rules.add(LifecycleRule.builder()
                .id("AbortIncompleteUploads")
                .abortIncompleteMultipartUploadAfter(Duration.days(keepIncompleteUploads))
                .build());
        Bucket.Builder builder = Bucket.Builder.create(scope, "Bucket")
                .bucketName(name)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(rules)
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        key.ifPresentOrElse(
                arn -> builder.encryption(BucketEncryption.KMS)
                        .encryptionKey(Key.fromKeyArn(scope, "Key", arn))
                        .bucketKeyEnabled(true),
                () -> builder.encryption(BucketEncryption.S3_MANAGED));
        properties.accept(builder);
        Bucket bucket = builder.build();
        CfnBucket resource = CfnEscapeHatch.of(bucket, CfnBucket.class);
        if (name.endsWith(Region.ACCOUNT_REGIONAL)) {
            // The CDK would take a prefix, and spell out no name: then CloudFormation could not import the bucket.
            resource.setBucketNamespace("account-regional");
        }
        retainPolicy(bucket, name);
        return bucket;
    }

    /**
     * A bucket that outlives its stack keeps its policy, and a later deployment can import both. CloudFormation imports
     * a resource by a name that the template spells out, not by a reference.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html">
     *     Automatic import</a>
     */
    private static void retainPolicy(Bucket bucket, String name) {
        BucketPolicy policy = Objects.requireNonNull(bucket.getPolicy(), "no policy, although TLS is enforced");
        policy.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        CfnEscapeHatch.of(policy, CfnBucketPolicy.class).setBucket(name);
    }
}
