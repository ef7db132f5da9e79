package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Map;
import org.allowput.contract.OperationsPrefix;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * The role of S3 Batch Operations jobs that copy older objects. The trust is as AWS documents it, without a condition:
 * only who may pass this role can create a job with it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html">Permissions for
 *     Batch Operations</a>
 */
public final class BatchJobs extends Construct {
    private final Role role;

    /** S3 makes the manifest, and the alias is invoked for each object. */
    public BatchJobs(Construct scope, Settings settings, String aliasArn) {
        super(scope, "Backfill");
        Permissions permissions = new Permissions();
        permissions.allow("InvokeFunction", List.of("lambda:InvokeFunction"), aliasArn);
        permissions.allow(
                "MakeManifest",
                List.of("s3:PutInventoryConfiguration"),
                Arns.bucket(settings.source().bucketName()));
        permissions.allow(
                "KeepManifestAndReport",
                List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                Arns.objects(settings.operations().bucketName(), OperationsPrefix.BACKFILL));
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
