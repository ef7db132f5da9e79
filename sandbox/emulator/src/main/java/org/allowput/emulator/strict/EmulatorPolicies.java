package org.allowput.emulator.strict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.allowput.emulator.Emulator;
import org.allowput.policy.Policy;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;

/**
 * The policies that an emulator has, read as the accounts' administrators. A bucket's settings are read again after a
 * session began.
 */
public final class EmulatorPolicies implements PolicySource {
    private final Emulator emulator;
    private final BucketOwners owners;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public EmulatorPolicies(Emulator emulator, BucketOwners owners) {
        this.emulator = emulator;
        this.owners = owners;
    }

    @Override
    public List<Policy> ofRole(String arn) {
        buckets.clear();
        IamClient iam = emulator.account(arn.split(":", -1)[4]).iam();
        String role = arn.substring(arn.lastIndexOf('/') + 1);
        List<Policy> policies = new ArrayList<>();
        for (String name :
                iam.listRolePolicies(request -> request.roleName(role)).policyNames()) {
            policies.add(Policy.parse(
                    iam.getRolePolicy(request -> request.roleName(role).policyName(name))
                            .policyDocument()));
        }
        iam.listAttachedRolePolicies(request -> request.roleName(role))
                .attachedPolicies()
                .forEach(attached -> {
                    String version = iam.getPolicy(request -> request.policyArn(attached.policyArn()))
                            .policy()
                            .defaultVersionId();
                    policies.add(Policy.parse(iam.getPolicyVersion(request ->
                                    request.policyArn(attached.policyArn()).versionId(version))
                            .policyVersion()
                            .document()));
                });
        return policies;
    }

    @Override
    public Bucket ofBucket(String bucket) {
        return buckets.computeIfAbsent(bucket, this::read);
    }

    private Bucket read(String name) {
        Optional<String> owner = owners.of(name);
        if (owner.isEmpty()) {
            return PLAIN;
        }
        S3Client s3 = emulator.account(owner.get()).s3();
        return new Bucket(
                set(() -> s3.getBucketPolicy(request -> request.bucket(name)))
                        .map(answer -> Policy.parse(answer.policy()))
                        .orElse(PLAIN.policy()),
                set(() -> s3.getBucketEncryption(request -> request.bucket(name)))
                        .flatMap(answer -> answer.serverSideEncryptionConfiguration().rules().stream()
                                .findFirst())
                        .map(rule -> rule.applyServerSideEncryptionByDefault())
                        .map(ServerSideEncryptionByDefault::kmsMasterKeyID),
                set(() -> s3.getObjectLockConfiguration(request -> request.bucket(name)))
                        .filter(answer ->
                                answer.objectLockConfiguration().objectLockEnabled() == ObjectLockEnabled.ENABLED)
                        .isPresent());
    }

    /** What a bucket may have. */
    private static <T> Optional<T> set(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
