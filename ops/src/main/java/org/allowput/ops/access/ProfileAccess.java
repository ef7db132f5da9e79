package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;

/**
 * The access check with profiles of the AWS CLI, against AWS or the endpoint that the environment names.
 *
 * <p>With a profile of the target account it reads role and bucket from the stack's outputs, makes a bucket that has to
 * be refused, and removes that and what the probes put. Without one both have to be named, and an object of a few bytes
 * stays.
 */
final class ProfileAccess {
    @Option(
            names = "--source-profile",
            required = true,
            paramLabel = "NAME",
            description = "A principal of account B that may assume the role.")
    private String source = "";

    @Option(names = "--target-profile", paramLabel = "NAME", description = "An administrator of account A.")
    private @Nullable String target;

    @Option(
            names = "--target-stack",
            paramLabel = "NAME",
            defaultValue = "ReplicationTarget",
            description = "Account A's stack. Default: ${DEFAULT-VALUE}.")
    private String stack = "";

    @Option(names = "--region", paramLabel = "CODE", defaultValue = "us-east-1", description = "Of the target bucket.")
    private String region = "";

    @Option(names = "--role-arn", paramLabel = "ARN", description = "The role, without --target-profile.")
    private @Nullable String role;

    @Option(names = "--bucket", paramLabel = "NAME", description = "The target bucket, without --target-profile.")
    private @Nullable String bucket;

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

    @Option(
            names = "--tags",
            paramLabel = "ANSWER",
            defaultValue = "REFUSED",
            description = "What is expected of a PUT with a tag: REFUSED, ALLOWED where tags are replicated, or"
                    + " UNANSWERABLE by an emulator that does not ask for that permission. Default: ${DEFAULT-VALUE}.")
    private Grant.Tags tags = Grant.Tags.REFUSED;

    /**
     * Tries everything.
     *
     * @param environment where {@code EXTERNAL_ID} is: not an option, which others on this computer could read
     * @throws OperationException if something that it needs is not given
     */
    List<Attempt> check(Map<String, String> environment) {
        String externalId = requireAll(environment);
        try (ProfileClients clients = ProfileClients.open(Optional.of(source), Optional.of(region))) {
            Optional<ProfileClients> administrator = Optional.ofNullable(target).map(clients::withProfile);
            Optional<S3Client> s3 = administrator.map(ServiceClients::s3);
            Optional<StackOutputs> outputs = administrator.map(caller -> StackOutputs.of(caller, stack));
            String refused = s3.map(this::makeBucket).orElseGet(() -> Objects.requireNonNull(otherBucket));
            try {
                return AccessCheck.run(
                        new Grant(
                                given(role, outputs, "RoleArn"),
                                externalId,
                                given(bucket, outputs, "TargetBucketName"),
                                refused,
                                tags),
                        callers(clients, s3));
            } finally {
                s3.ifPresent(client -> client.deleteBucket(request -> request.bucket(refused)));
            }
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
                administrator);
    }

    private String makeBucket(S3Client s3) {
        var name = "access-check-" + UUID.randomUUID();
        s3.createBucket(request -> {
            request.bucket(name);
            // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html: this Region is the one not to
            // name.
            if (!region.equals("us-east-1")) {
                request.createBucketConfiguration(
                        where -> where.locationConstraint(BucketLocationConstraint.fromValue(region)));
            }
        });
        return name;
    }

    private static String given(@Nullable String option, Optional<StackOutputs> outputs, String output) {
        return option == null ? outputs.orElseThrow().get(output) : option;
    }

    private String requireAll(Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        var externalId = environment.getOrDefault("EXTERNAL_ID", "");
        if (externalId.isEmpty()) {
            missing.add("the environment variable EXTERNAL_ID, which both accounts agreed on");
        }
        if (target == null && (role == null || bucket == null || otherBucket == null)) {
            missing.add("--target-profile, or all of --role-arn, --bucket and --other-bucket");
        }
        if (!missing.isEmpty()) {
            throw new OperationException(
                    "Missing: " + String.join("; ", missing) + ". bin/check-access --help has examples.");
        }
        return externalId;
    }
}
