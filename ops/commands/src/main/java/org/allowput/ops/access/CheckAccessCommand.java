package org.allowput.ops.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackName;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * The access check with profiles of the AWS CLI, against AWS or the endpoint that the environment names. It makes a
 * bucket into which putting has to be refused, and removes that and what the probes put.
 */
@Command(name = "check-access", exitCodeList = "1:An answer is not the expected one.")
public final class CheckAccessCommand implements OperatorCommand {
    @Option(
            names = "--source-profile",
            required = true,
            paramLabel = "NAME",
            description = "A principal of account B that may assume the role.")
    private String source = "";

    @Option(
            names = "--target-profile",
            required = true,
            paramLabel = "NAME",
            description = "An administrator of account A.")
    private String target = "";

    @Mixin
    private StackName stack = new StackName(DeploymentStacks.TARGET);

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "Of the target bucket. Default: AWS_REGION, or the Region of the profile.")
    private @Nullable String region;

    @Option(
            names = "--without-policy-profile",
            paramLabel = "NAME",
            description = "A principal of account B that its own account does not let assume the role.")
    private @Nullable String withoutPolicy;

    @Option(names = "--outsider-profile", paramLabel = "NAME", description = "A principal of a third account.")
    private @Nullable String outsider;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        String agreed = ExternalIdInput.read();
        try (ProfileClients clients = ProfileClients.open(Optional.of(source), Optional.ofNullable(region))) {
            ProfileClients administrator = clients.withProfile(target);
            S3Client s3 = administrator.s3();
            StackOutputs outputs = StackOutputs.of(administrator, stack.get());
            outputs.find(StackOutput.TRUSTED_ROLE_NAME).ifPresent(name -> requireRole(name, clients));
            TargetGrant grant = outputs.grant();
            String refused = "access-check-" + UUID.randomUUID();
            output.warn("Puts objects below s3://" + grant.get(Field.BUCKET) + "/" + grant.get(Field.KEY_PREFIX)
                    + AccessCheck.PREFIX + ", creates the bucket " + refused + ", and removes both.");
            return AccessCheck.andCleanUp(
                    () -> {
                        makeBucket(s3, refused, clients.region());
                        return new AccessReport(AccessCheck.run(grant, agreed, refused, callers(clients, s3)))
                                .print(output);
                    },
                    () -> removeBucket(s3, refused));
        }
    }

    /** Where only one role of account B is trusted, every attempt of another principal fails, and says nothing. */
    private void requireRole(String name, ProfileClients clients) {
        String caller = clients.sts().getCallerIdentity().arn();
        if (!caller.contains(":assumed-role/" + name + "/")) {
            throw new OperationException("Account A trusts only the role " + name
                    + " of account B (source.roleName), and"
                    + " --source-profile is " + caller + ": use a profile that assumes that role. Where only the"
                    + " function may assume it, this check cannot be made.");
        }
    }

    private Callers callers(ProfileClients clients, S3Client administrator) {
        return new Callers(
                clients.sts(),
                clients.s3(),
                credentials -> clients.as(credentials).s3(),
                Optional.ofNullable(withoutPolicy)
                        .map(name -> clients.withProfile(name).sts()),
                Optional.ofNullable(outsider)
                        .map(name -> clients.withProfile(name).sts()),
                administrator,
                this::warnOfObjects);
    }

    private void warnOfObjects(List<String> left) {
        output.warn("Not removed: " + String.join(", ", left)
                + ". Remove all versions of them as account A's administrator.");
    }

    private void removeBucket(S3Client s3, String name) {
        try {
            s3.deleteBucket(request -> request.bucket(name));
        } catch (NoSuchBucketException e) {
            // It was not created.
            return;
        } catch (SdkException e) {
            output.warn("Not removed: the bucket " + name + " (" + e.getMessage()
                    + "). Remove it: aws s3 rb --force s3://" + name);
        }
    }

    private static void makeBucket(S3Client s3, String name, Region region) {
        s3.createBucket(request -> {
            request.bucket(name);
            // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html: this Region must not be named.
            if (!region.equals(Region.US_EAST_1)) {
                request.createBucketConfiguration(
                        where -> where.locationConstraint(BucketLocationConstraint.fromValue(region.id())));
            }
        });
    }
}
