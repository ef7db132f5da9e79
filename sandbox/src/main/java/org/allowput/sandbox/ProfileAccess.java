package org.allowput.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.allowput.sandbox.access.AccessCheck;
import org.allowput.sandbox.access.Attempt;
import org.allowput.sandbox.access.Callers;
import org.allowput.sandbox.access.Grant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The access check by profiles of the AWS CLI, against AWS or whatever endpoint the environment names.
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
     * @throws SandboxException if something that it needs is not given
     */
    List<Attempt> check(Map<String, String> environment) {
        var externalId = requireAll(environment);
        try (var http = Apache5HttpClient.create()) {
            var administrator = Optional.ofNullable(target).map(ProfileCredentialsProvider::create);
            var s3 = administrator.map(
                    caller -> on(http, S3Client.builder(), caller).build());
            var outputs = administrator.map(caller -> outputs(http, caller));
            var refused = s3.map(this::makeBucket).orElseGet(() -> Objects.requireNonNull(otherBucket));
            try {
                return AccessCheck.run(
                        new Grant(
                                given(role, outputs, "RoleArn"),
                                externalId,
                                given(bucket, outputs, "TargetBucketName"),
                                refused,
                                tags),
                        callers(http, s3));
            } finally {
                s3.ifPresent(client -> client.deleteBucket(request -> request.bucket(refused)));
            }
        }
    }

    private Callers callers(SdkHttpClient http, Optional<S3Client> administrator) {
        var caller = ProfileCredentialsProvider.create(source);
        return new Callers(
                on(http, StsClient.builder(), caller).build(),
                on(http, S3Client.builder(), caller).build(),
                credentials -> on(http, S3Client.builder(), credentials).build(),
                Optional.ofNullable(withoutPolicy).map(name -> sts(http, name)),
                Optional.ofNullable(outsider).map(name -> sts(http, name)),
                administrator);
    }

    private StsClient sts(SdkHttpClient http, String profile) {
        return on(http, StsClient.builder(), ProfileCredentialsProvider.create(profile))
                .build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B on(
            SdkHttpClient http, B client, AwsCredentialsProvider caller) {
        return client.httpClient(http).region(Region.of(region)).credentialsProvider(caller);
    }

    private StackOutputs outputs(SdkHttpClient http, AwsCredentialsProvider caller) {
        try (var cloudFormation =
                on(http, CloudFormationClient.builder(), caller).build()) {
            return StackOutputs.of(cloudFormation, stack);
        }
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
        return option == null ? outputs.orElseThrow().get(output, "name account A's with --target-stack.") : option;
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
            throw new SandboxException(
                    "Missing: " + String.join("; ", missing) + ". bin/check-access --help has examples.");
        }
        return externalId;
    }
}
