package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * The resources of S3 Batch Operations jobs that copy older objects: a role that may create the manifest, invoke the
 * alias and write the report; and a bucket for manifests and reports, apart from the source bucket so that they are not
 * copied too. The trust is as AWS documents it, without a condition: only who may pass this role can create a job with
 * it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html">Permissions for
 *     Batch Operations</a>
 */
public final class Backfill extends Construct {
    /**
     * As long as S3 lists a job that has ended.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListJobs.html">ListJobs</a>
     */
    private static final int KEPT_DAYS = 90;

    private final Permissions permissions = new Permissions();
    private final Role role;

    public Backfill(Construct scope, String id, Settings settings, String aliasArn) {
        super(scope, id);
        SourceSettings source = settings.source();
        String files = Arns.objects(settings.backfill().bucket());
        if (!settings.backfill().bucketExists()) {
            PrivateBucket.create(
                    this,
                    "Bucket",
                    settings.backfill().bucket(),
                    Optional.empty(),
                    source.accessLogs(),
                    List.of(LifecycleRule.builder()
                            .id("ExpireManifestsAndReports")
                            .expiration(Duration.days(KEPT_DAYS))
                            .build()));
        }
        permissions.allow("InvokeFunction", List.of("lambda:InvokeFunction"), aliasArn);
        permissions.allow("MakeManifest", List.of("s3:PutInventoryConfiguration"), Arns.bucket(source.bucket()));
        permissions.allow(
                "KeepManifestAndReport", List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"), files);
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("batchoperations.s3.amazonaws.com"))
                .description("S3 Batch Operations jobs that copy what was in " + source.bucket() + " before")
                .inlinePolicies(Map.of("Backfill", permissions.document()))
                .build();
    }

    public String roleArn() {
        return role.getRoleArn();
    }
}
