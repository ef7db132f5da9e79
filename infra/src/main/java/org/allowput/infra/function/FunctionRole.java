package org.allowput.infra.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.RoleName;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * The permissions of the function in account B: read the source bucket, assume the one role in account A, write its
 * log, and what the trigger needs. It has no permissions in account A itself.
 */
public final class FunctionRole extends Construct {
    private final Permissions permissions = new Permissions();
    private final Role role;

    /** @param name of the role; if empty, CloudFormation chooses one */
    public FunctionRole(Construct scope, String id, Settings settings, String logGroupArn, Optional<RoleName> name) {
        super(scope, id);
        List<String> prefixes = settings.selection().prefixes();
        List<String> objects = prefixes.stream()
                .map(prefix -> Arns.objects(settings.source().bucketName(), prefix))
                .toList();
        permissions.allowAssumingTargetRole(settings);
        permissions.allow("ReadSourceObjects", List.of("s3:GetObject", "s3:GetObjectVersion"), objects);
        if (settings.readsTags()) {
            permissions.allow("ReadSourceTags", List.of("s3:GetObjectTagging", "s3:GetObjectVersionTagging"), objects);
        }
        settings.source()
                .kmsKeyArn()
                .ifPresent(key -> permissions.allow(
                        "UseSourceKey",
                        List.of("kms:Decrypt"),
                        key,
                        Conditions.viaS3(settings.source().region())));
        // Without it S3 answers 403, not 404, for an object that is gone.
        permissions.allow(
                "ListSourceBucket",
                List.of("s3:ListBucket"),
                Arns.bucket(settings.source().bucketName()),
                Conditions.listing(prefixes));
        if (settings.receipts().enabled()) {
            permissions.allow(
                    "WriteReceipts",
                    List.of("s3:PutObject"),
                    Arns.objects(settings.operations().bucketName(), Receipts.PREFIX));
        }
        FunctionResources.allowConfigured(permissions, settings, logGroupArn);
        role = Role.Builder.create(this, "Role")
                .roleName(name.map(RoleName::text).orElse(null))
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Copies objects of " + settings.source().bucketName() + " to account "
                        + settings.target().account())
                .inlinePolicies(Map.of("Replicate", permissions.document()))
                .build();
    }

    /**
     * Lets Lambda receive for the function, and send to the queue what the function has failed on; and the function
     * decide when a message that failed is delivered again, or that it is not.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">The permissions that
     *     Lambda needs</a>
     */
    void allowConsuming(ReplicationQueue queue, Settings settings) {
        permissions.allow(
                "ConsumeQueue",
                List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                queue.arn());
        permissions.allow("ChangeVisibilityOfOwnMessages", List.of("sqs:ChangeMessageVisibility"), queue.arn());
        permissions.allow("SendToQueue", List.of("sqs:SendMessage"), queue.arn());
        permissions.allow("SendToDeadLetterQueue", List.of("sqs:SendMessage"), queue.deadLettersArn());
        permissions.allowQueueKey(settings);
    }

    /** Starts executions, and sees how one of a known name has ended: not to stop or list them. */
    void allowHandingOver(Settings settings) {
        permissions.allow("HandOverLargeObjects", List.of("states:StartExecution"), Arns.stateMachine(settings));
        permissions.allow("SeeHandedOverObjects", List.of("states:DescribeExecution"), Arns.executions(settings, ""));
    }

    /** Without s3:ListBucket S3 answers 403, not 404, for a result that is not there. */
    public void allowResults(BucketName bucket) {
        permissions.allow(
                "StoreResults", List.of("s3:GetObject", "s3:PutObject"), Arns.objects(bucket, CopyPlan.PREFIX));
        permissions.allow(
                "ListResults",
                List.of("s3:ListBucket"),
                Arns.bucket(bucket),
                Conditions.listing(List.of(CopyPlan.PREFIX)));
    }

    public Role role() {
        return role;
    }
}
