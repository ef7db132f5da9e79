package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.value.BucketName;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockedEncryptionType;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * The resources of S3 Batch Operations jobs that copy older objects: a role, and a bucket for manifests and reports
 * alone. The trust is as AWS documents it, without a condition: only who may pass this role can create a job with it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html">Permissions for
 *     Batch Operations</a>
 */
public final class BatchJobs extends Construct {
    /**
     * As long as S3 lists a job that has ended.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListJobs.html">ListJobs</a>
     */
    private static final int KEPT_DAYS = 90;

    private final Role role;

    /** S3 makes the manifest, and the alias is invoked for each object. */
    public BatchJobs(Construct scope, Settings settings, String aliasArn) {
        super(scope, "Backfill");
        BucketName bucket = settings.backfill().bucketName();
        if (settings.backfill().createsBucket()) {
            PrivateBucket.create(
                    this,
                    bucket,
                    Optional.empty(),
                    PrivateBucket.LEAST_NONCURRENT_DAYS,
                    List.of(LifecycleRule.builder()
                            .id("ExpireManifestsAndReports")
                            .expiration(Duration.days(KEPT_DAYS))
                            .build()),
                    LargeObjectSettings.ONE_INVOCATION_DAYS,
                    properties -> properties.blockedEncryptionTypes(List.of(BlockedEncryptionType.SSE_C)));
        }
        Permissions permissions = new Permissions();
        permissions.allow("InvokeFunction", List.of("lambda:InvokeFunction"), aliasArn);
        permissions.allow(
                "MakeManifest",
                List.of("s3:PutInventoryConfiguration"),
                Arns.bucket(settings.source().bucketName()));
        permissions.allow(
                "KeepManifestAndReport",
                List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                Arns.objects(bucket));
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("batchoperations.s3.amazonaws.com"))
                .description("S3 Batch Operations jobs that copy what was in "
                        + settings.source().bucketName() + " before")
                .inlinePolicies(Map.of("Backfill", permissions.document()))
                .build();
    }

    public String roleArn() {
        return role.getRoleArn();
    }
}
