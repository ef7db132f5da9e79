package org.allowput.ops.proof.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.policy.Policy;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GetAccessPointResponse;

/** A bucket with all that says who may use it, and its KMS keys. */
record BucketReader(S3Client s3, S3ControlClient control, KeyReader keys, String partition, String account) {
    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
    private static final Map<String, List<String>> ACTIONS = new TreeMap<>(Map.of(
            "READ", List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
            "WRITE", List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
            "READ_ACP", List.of("s3:GetBucketAcl"),
            "WRITE_ACP", List.of("s3:PutBucketAcl")));

    /** @param grantedKeys further keys that belong to the bucket */
    Bucket read(String name, List<String> grantedKeys) {
        String arn = "arn:" + partition + ":s3:::" + name;
        PublicAccessBlockConfiguration block = find(
                        "NoSuchPublicAccessBlockConfiguration",
                        () -> s3.getPublicAccessBlock(request -> request.bucket(name))
                                .publicAccessBlockConfiguration())
                .orElseGet(() -> PublicAccessBlockConfiguration.builder().build());
        // An emulator without the operation says InvalidURI: without a restriction, less is proven.
        Optional<software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration> ofAccount = find(
                "NoSuchPublicAccessBlockConfiguration|InvalidURI",
                () -> control.getPublicAccessBlock(request -> request.accountId(account))
                        .publicAccessBlockConfiguration());
        boolean restricts = is(block.restrictPublicBuckets())
                || ofAccount.filter(other -> is(other.restrictPublicBuckets())).isPresent();
        boolean ignoresGroups = is(block.ignorePublicAcls())
                || ofAccount.filter(other -> is(other.ignorePublicAcls())).isPresent();
        boolean owned = find(
                        "OwnershipControlsNotFoundError",
                        () -> s3.getBucketOwnershipControls(request -> request.bucket(name))
                                .ownershipControls())
                .filter(controls -> controls.rules().stream()
                        .allMatch(rule -> rule.objectOwnership() == ObjectOwnership.BUCKET_OWNER_ENFORCED))
                .isPresent();
        Policy own = find(
                        "NoSuchBucketPolicy",
                        () -> s3.getBucketPolicy(request -> request.bucket(name))
                                .policy())
                .map(text -> AccountReader.read("the policy of the bucket " + name, text))
                .orElse(Policy.NOTHING);
        Policy policy = owned
                ? own
                : Policy.joined(own, acl(s3.getBucketAcl(request -> request.bucket(name)), arn, ignoresGroups));
        return new Bucket(
                arn,
                policy,
                restricts && Bucket.isPublic(policy),
                owned,
                accessPoints(name, restricts),
                keys(name, grantedKeys));
    }

    private static boolean is(Boolean setting) {
        return Boolean.TRUE.equals(setting);
    }

    private static <T> Optional<T> find(String absent, Supplier<T> answer) {
        try {
            return Optional.ofNullable(answer.get());
        } catch (AwsServiceException e) {
            if (String.valueOf(e.awsErrorDetails().errorCode()).matches(absent)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * An access control list as a policy, without what it grants to the owner.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">Access control lists</a>
     */
    private static Policy acl(GetBucketAclResponse acl, String arn, boolean ignoresGroups) {
        List<Object> statements = new ArrayList<>();
        acl.grants().forEach(grant -> {
            String id = grant.grantee().id();
            String group = grant.grantee().uri();
            boolean toOthers =
                    group == null ? !acl.owner().id().equals(id) : !ignoresGroups && !group.endsWith("/LogDelivery");
            if (toOthers) {
                actions(grant.permissionAsString())
                        .forEach(action -> statements.add(allow(
                                group == null ? Map.of("CanonicalUser", id) : "*",
                                List.of(action),
                                action.contains("Object") ? arn + "/*" : arn)));
            }
        });
        return policy(statements);
    }

    /** What a permission allows; also one that S3 adds one day. */
    private static List<String> actions(String permission) {
        List<String> actions = ACTIONS.get(permission);
        return actions != null
                ? actions
                : ACTIONS.values().stream().flatMap(List::stream).toList();
    }

    static Map<String, Object> allow(Object principal, List<String> actions, String resource) {
        return Map.of("Effect", "Allow", "Principal", principal, "Action", actions, "Resource", resource);
    }

    static Policy policy(List<Object> statements) {
        return statements.isEmpty() ? Policy.NOTHING : Policy.of(Map.of("Statement", statements));
    }

    private List<Bucket.Key> keys(String bucket, List<String> granted) {
        Set<String> ids = new TreeSet<>(granted);
        find(
                        "ServerSideEncryptionConfigurationNotFoundError",
                        () -> s3.getBucketEncryption(request -> request.bucket(bucket))
                                .serverSideEncryptionConfiguration()
                                .rules())
                .orElse(List.of())
                .forEach(rule -> Optional.ofNullable(rule.applyServerSideEncryptionByDefault())
                        .map(byDefault -> byDefault.kmsMasterKeyID())
                        .ifPresent(ids::add));
        return ids.stream().map(keys::read).distinct().toList();
    }

    private List<AccessPoint> accessPoints(String bucket, boolean restricts) {
        return control
                .listAccessPointsPaginator(request -> request.accountId(account).bucket(bucket))
                .stream()
                .flatMap(page -> page.accessPointList().stream())
                .map(point -> {
                    GetAccessPointResponse details = control.getAccessPoint(
                            request -> request.accountId(account).name(point.name()));
                    Policy policy = find(
                                    "NoSuchAccessPointPolicy",
                                    () -> control.getAccessPointPolicy(request ->
                                                    request.accountId(account).name(point.name()))
                                            .policy())
                            .map(text -> AccountReader.read("the policy of the access point " + point.name(), text))
                            .orElse(Policy.NOTHING);
                    boolean alsoRestricts = details.publicAccessBlockConfiguration() != null
                            && is(details.publicAccessBlockConfiguration().restrictPublicBuckets());
                    return new AccessPoint(
                            point.accessPointArn(), policy, (restricts || alsoRestricts) && Bucket.isPublic(policy));
                })
                .toList();
    }
}
