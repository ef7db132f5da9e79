package org.allowput.ops.acceptance.deploy;

import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.TargetGrant;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.allowput.ops.acceptance.cleanup.CreatedResource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;

/** Deploys the plain templates, as somebody without the CDK does: a zip in a bucket, and two stacks. */
public record PlainDeployment(BuiltCheckout checkout, Stacks stacks, ResourceNames names, String externalId) {
    private static final String ZIP = "function.zip";
    private static final String SOURCE_TEMPLATE = "ReplicationSource.yaml";

    public String targetStack() {
        return names.plainStack(AccountKind.TARGET);
    }

    public String sourceStack() {
        return names.plainStack(AccountKind.SOURCE);
    }

    /** Uploads the zip, and the source account's template, which is too long for a request. */
    public void upload() {
        String bucket = createBucket(AccountKind.SOURCE, "code");
        S3Client s3 = stacks.accounts().source().s3();
        s3.putObject(request -> request.bucket(bucket).key(ZIP), RequestBody.fromFile(checkout.zip()));
        s3.putObject(
                request -> request.bucket(bucket).key(SOURCE_TEMPLATE),
                RequestBody.fromString(checkout.template("ReplicationSource")));
    }

    /** Creates a bucket of account A that the role must not put into. */
    public String createOtherBucket() {
        return createBucket(AccountKind.TARGET, "other");
    }

    private String createBucket(AccountKind side, String purpose) {
        String bucket = names.bucket(purpose);
        stacks.ledger().creating(side, CreatedResource.Kind.BUCKET, bucket);
        String region = stacks.accounts().region().id();
        stacks.accounts().of(side).s3().createBucket(request -> {
            request.bucket(bucket);
            // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html: this Region must not be named.
            if (!region.equals("us-east-1")) {
                request.createBucketConfiguration(
                        where -> where.locationConstraint(BucketLocationConstraint.fromValue(region)));
            }
        });
        return bucket;
    }

    /** Creates account A's stack. */
    public Stacks.Ending createTarget(Map<String, String> changed) {
        return stacks.create(AccountKind.TARGET, targetStack(), targetTemplate(), targetParameters(changed));
    }

    public Stacks.Ending createSource() {
        String bucket = names.bucket("code");
        String address = stacks.accounts()
                .source()
                .s3()
                .utilities()
                .getUrl(request -> request.bucket(bucket).key(SOURCE_TEMPLATE))
                .toString();
        return stacks.create(
                AccountKind.SOURCE,
                sourceStack(),
                address,
                Map.of(
                        "CodeBucket",
                        bucket,
                        "CodeKey",
                        ZIP,
                        TargetGrant.NAME,
                        grant(),
                        "SourceBucketName",
                        names.bucket("plain-source"),
                        "FunctionName",
                        "ReplicateObjects-" + names.deployment() + "-plain",
                        "ExternalId",
                        externalId));
    }

    /** The line that account A's stack with the default settings states, before there is such a stack. */
    public String grant() {
        return TargetGrant.of(field -> switch (field) {
                    case ACCOUNT -> stacks.accounts().targetId();
                    case REGION -> stacks.accounts().region().id();
                    case BUCKET -> names.bucket("plain-target");
                    case ROLE -> roleName();
                    case KEY_PREFIX, KMS_KEY -> "";
                    default -> "false";
                })
                .line();
    }

    /** A stack like account A's, but in account B and around its source bucket: it would copy in a circle. */
    public Stacks.Ending createLoop() {
        return stacks.create(
                AccountKind.SOURCE,
                names.named("loop"),
                targetTemplate(),
                targetParameters(Map.of(
                        "BucketName", names.bucket("plain-source"),
                        "CreateBucket", "false",
                        "RoleName", names.named("loop"))));
    }

    private String targetTemplate() {
        return checkout.template("ReplicationTarget");
    }

    private Map<String, String> targetParameters(Map<String, String> changed) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "SourceAccount",
                stacks.accounts().sourceId(),
                "BucketName",
                names.bucket("plain-target"),
                "RoleName",
                roleName(),
                "ExternalId",
                externalId));
        parameters.putAll(changed);
        return parameters;
    }

    private String roleName() {
        return names.named("plain");
    }

    /** Both stacks, which are deployed. */
    public Deployed deployed() {
        return new Deployed(
                stacks.accounts(),
                stacks.outputs(AccountKind.TARGET, targetStack()),
                stacks.outputs(AccountKind.SOURCE, sourceStack()));
    }
}
