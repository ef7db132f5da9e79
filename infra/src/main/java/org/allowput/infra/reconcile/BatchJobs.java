package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.value.BucketName;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockedEncryptionType;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * The resources of S3 Batch Operations jobs: a role, and a bucket for manifests and reports alone. The trust is as AWS
 * documents it, without a condition: only who may pass this role can create a job with it.
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

    private BatchJobs(
            Construct scope,
            String id,
            Settings settings,
            BucketSettings bucket,
            Setting<Optional<BucketName>> accessLogs,
            Permissions permissions,
            String task) {
        super(scope, id);
        if (bucket.isCreated(settings)) {
            PrivateBucket.create(
                    this,
                    settings.get(bucket.name()),
                    Optional.empty(),
                    settings.get(accessLogs),
                    List.of(LifecycleRule.builder()
                            .id("ExpireManifestsAndReports")
                            .expiration(Duration.days(KEPT_DAYS))
                            .build()),
                    LargeObjectSettings.ONE_INVOCATION_DAYS,
                    properties -> properties.blockedEncryptionTypes(List.of(BlockedEncryptionType.SSE_C)));
        }
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("batchoperations.s3.amazonaws.com"))
                .description("S3 Batch Operations jobs that " + task)
                .inlinePolicies(Map.of(id, permissions.document()))
                .build();
    }

    /** Account B's, which copy older objects: S3 makes the manifest, and the alias is invoked for each object. */
    public static BatchJobs backfill(Construct scope, Settings settings, String aliasArn) {
        Permissions permissions = new Permissions();
        permissions.allow("InvokeFunction", List.of("lambda:InvokeFunction"), aliasArn);
        permissions.allow(
                "MakeManifest", List.of("s3:PutInventoryConfiguration"), Arns.bucket(settings.sourceBucket()));
        permissions.allow(
                "KeepManifestAndReport",
                List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                Arns.objects(settings.get(JobSettings.BACKFILL.name())));
        return new BatchJobs(
                scope,
                "Backfill",
                settings,
                JobSettings.BACKFILL,
                SourceSettings.ACCESS_LOGS,
                permissions,
                "copy what was in " + settings.sourceBucket() + " before");
    }

    /**
     * Account A's, which compute checksums of what is in the target bucket. Account B cannot write to the jobs' bucket.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-compute-checksums.html">Compute
     *     checksums</a>
     */
    public static BatchJobs confirmation(Construct scope, Settings settings) {
        String files = Arns.objects(settings.get(JobSettings.CONFIRM.name()), StackOutput.CONFIRMATIONS);
        Permissions permissions = new Permissions();
        permissions.allow(
                "ReadCopies",
                List.of("s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"),
                Arns.objects(settings.targetBucket()));
        permissions.allow("ReadManifest", List.of("s3:GetObject", "s3:GetObjectVersion"), files);
        permissions.allow("WriteReport", List.of("s3:PutObject"), files);
        settings.get(TargetSettings.KMS_KEY)
                .ifPresent(key -> permissions.allow("UseTargetKey", List.of("kms:Decrypt"), key));
        return new BatchJobs(
                scope,
                "Confirmation",
                settings,
                JobSettings.CONFIRM,
                TargetSettings.ACCESS_LOGS,
                permissions,
                "compute checksums of what is in " + settings.targetBucket());
    }

    public String roleArn() {
        return role.getRoleArn();
    }
}
