package org.allowput.ops.access;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackName;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * The access check with profiles of the AWS CLI, against AWS or the endpoint that the environment names.
 *
 * <p>With a profile of the target account it reads role and bucket from the stack's outputs, makes a bucket that has to
 * be refused, and removes that and what the probes put. Without one it reads them from --grant, and an object of a few
 * bytes stays.
 */
@Command(name = "check-access", exitCodeList = "1:An answer is not the expected one.")
public final class CheckAccessCommand implements OperatorCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--source-profile",
            required = true,
            paramLabel = "NAME",
            description = "A principal of account B that may assume the role.")
    private String source = "";

    @Option(names = "--target-profile", paramLabel = "NAME", description = "An administrator of account A.")
    private @Nullable String target;

    @Mixin
    private StackName stack = new StackName(DeploymentStacks.TARGET);

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "Of the target bucket. Default: that of --grant, AWS_REGION, or the Region of the profile.")
    private @Nullable String region;

    @Option(
            names = "--grant",
            paramLabel = "LINE",
            converter = GrantConverter.class,
            description = "The output TargetGrant of account A's stack, without --target-profile: it has the role, the"
                    + " bucket, its Region, the prefix and the opt-ins.")
    private @Nullable TargetGrant line;

    @Option(
            names = "--other-bucket",
            paramLabel = "NAME",
            description = "A bucket that the role must not put into, without --target-profile.")
    private @Nullable String otherBucket;

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
        requireTarget();
        String agreed = ExternalIdInput.read();
        try (ProfileClients clients = ProfileClients.open(Optional.of(source), region())) {
            Optional<ProfileClients> administrator = Optional.ofNullable(target).map(clients::withProfile);
            Optional<S3Client> s3 = administrator.map(ServiceClients::s3);
            Optional<StackOutputs> outputs = administrator.map(caller -> StackOutputs.of(caller, stack.get()));
            outputs.flatMap(found -> found.find(StackOutput.TRUSTED_ROLE_NAME))
                    .ifPresent(name -> requireRole(name, clients));
            String refused = s3.map(client -> "access-check-" + UUID.randomUUID())
                    .orElseGet(() -> Objects.requireNonNull(otherBucket));
            TargetGrant grant = outputs.map(StackOutputs::grant).orElseGet(() -> Objects.requireNonNull(line));
            String place = "s3://" + grant.get(Field.BUCKET) + "/" + grant.get(Field.KEY_PREFIX) + AccessCheck.PREFIX;
            output.warn("Puts objects below " + place
                    + (s3.isPresent()
                            ? ", creates the bucket " + refused + ", and removes both."
                            : "; they are not removed without --target-profile."));
            return AccessCheck.andCleanUp(
                    () -> {
                        s3.ifPresent(client -> makeBucket(client, refused, clients.region()));
                        return new AccessReport(AccessCheck.run(grant, agreed, refused, callers(clients, s3)))
                                .print(output);
                    },
                    () -> s3.ifPresent(client -> removeBucket(client, refused)));
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

    private Callers callers(ProfileClients clients, Optional<S3Client> administrator) {
        return new Callers(
                clients.sts(),
                clients.s3(),
                credentials -> clients.as(credentials).s3(),
                Optional.ofNullable(withoutPolicy)
                        .map(name -> clients.withProfile(name).sts()),
                Optional.ofNullable(outsider)
                        .map(name -> clients.withProfile(name).sts()),
                administrator,
                left -> output.warn("Not removed: " + String.join(", ", left)
                        + ". Remove all versions of them as account A's administrator."));
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

    private Optional<String> region() {
        return Optional.ofNullable(region).or(() -> Optional.ofNullable(line).map(grant -> grant.get(Field.REGION)));
    }

    private void requireTarget() {
        if (line != null && (target != null || region != null)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--grant states the bucket and its Region: leave out --target-profile and --region.");
        }
        if (target == null && (line == null || otherBucket == null)) {
            throw new ParameterException(
                    command.commandLine(), "Missing: --target-profile, or --other-bucket with --grant.");
        }
    }

    /** Reads the line. */
    static final class GrantConverter implements ITypeConverter<TargetGrant> {
        @Override
        public TargetGrant convert(String value) {
            try {
                return TargetGrant.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("no output TargetGrant of account A's stack: " + e.getMessage()
                        + ". Give it between apostrophes.");
            }
        }
    }
}
