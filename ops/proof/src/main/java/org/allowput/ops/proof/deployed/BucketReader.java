package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** A bucket with all that says who may use it, and its KMS keys. */
record BucketReader(
        S3Client s3, S3ControlClient control, KmsClient kms, String partition, String account, String name) {
    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
    private static final Map<String, List<String>> ACTIONS = Map.of(
            "READ", List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
            "WRITE", List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
            "READ_ACP", List.of("s3:GetBucketAcl"),
            "WRITE_ACP", List.of("s3:PutBucketAcl"));

    /**
     * Reads a bucket of any Region: its access points and its key are in the same one, and are asked for there.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html">GetBucketLocation</a>,
     *     which names neither us-east-1 nor, of old buckets, eu-west-1
     */
    static BucketReader of(ServiceClients clients, String partition, String account, String name) {
        S3Client s3 = clients.crossRegionS3();
        String location = Objects.requireNonNullElse(
                s3.getBucketLocation(request -> request.bucket(name)).locationConstraintAsString(), "");
        Region region = Region.of(
                switch (location) {
                    case "" -> "us-east-1";
                    case "EU" -> "eu-west-1";
                    default -> location;
                });
        return new BucketReader(
                s3, clients.s3Control(region), clients.build(KmsClient.builder(), region), partition, account, name);
    }

    /** @param grantedKeys further keys that belong to the bucket */
    Bucket read(List<String> grantedKeys) {
        String arn = "arn:" + partition + ":s3:::" + name;
        Optional<PublicAccessBlockConfiguration> own = find(
                "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(request -> request.bucket(name)).publicAccessBlockConfiguration());
        // An emulator without the operation says InvalidURI: without a restriction, less is proven.
        Optional<software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration> ofAccount = find(
                "NoSuchPublicAccessBlockConfiguration|InvalidURI",
                () -> control.getPublicAccessBlock(request -> request.accountId(account))
                        .publicAccessBlockConfiguration());
        boolean restricts = own.map(block -> block.restrictPublicBuckets()).orElse(false)
                || ofAccount.map(block -> block.restrictPublicBuckets()).orElse(false);
        boolean ignoresGroups = own.map(block -> block.ignorePublicAcls()).orElse(false)
                || ofAccount.map(block -> block.ignorePublicAcls()).orElse(false);
        boolean owned = find(
                        "OwnershipControlsNotFoundError",
                        () -> s3.getBucketOwnershipControls(request -> request.bucket(name))
                                .ownershipControls())
                .filter(controls -> controls.rules().stream()
                        .allMatch(rule -> rule.objectOwnership() == ObjectOwnership.BUCKET_OWNER_ENFORCED))
                .isPresent();
        Optional<String> policy = find(
                "NoSuchBucketPolicy",
                () -> s3.getBucketPolicy(request -> request.bucket(name)).policy());
        // The flag is about policies:
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
        Policy lists = owned ? Policy.NOTHING : acl(arn, ignoresGroups);
        return new Bucket(
                arn,
                Policy.joined(policy("the policy of the bucket " + name, policy, restricts), lists),
                owned,
                control
                        .listAccessPointsPaginator(
                                request -> request.accountId(account).bucket(name))
                        .stream()
                        .flatMap(page -> page.accessPointList().stream())
                        .map(point -> accessPoint(point.name(), point.accessPointArn(), restricts))
                        .toList(),
                keys(grantedKeys));
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

    /** @throws OperationException if it is none, or has what is not modelled */
    static Policy policy(String where, String document) {
        try {
            return Policy.parse(document);
        } catch (PolicyException e) {
            throw new OperationException(
                    "This is not modelled, so that nothing is proven: " + where + ": " + e.getMessage(), e);
        }
    }

    private Policy policy(String where, Optional<String> document, boolean restricts) {
        Policy policy = document.map(text -> policy(where, text)).orElse(Policy.NOTHING);
        return restricts ? Bucket.restricted(policy, account) : policy;
    }

    private AccessPoint accessPoint(String point, String arn, boolean restricts) {
        boolean alsoRestricts = Optional.ofNullable(control.getAccessPoint(
                                request -> request.accountId(account).name(point))
                        .publicAccessBlockConfiguration())
                .map(block -> block.restrictPublicBuckets())
                .orElse(false);
        Optional<String> policy = find(
                "NoSuchAccessPointPolicy",
                () -> control.getAccessPointPolicy(
                                request -> request.accountId(account).name(point))
                        .policy());
        return new AccessPoint(
                arn, policy("the policy of the access point " + point, policy, restricts || alsoRestricts));
    }

    /**
     * An access control list as a policy, without what it grants to the owner.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">Access control lists</a>
     */
    private Policy acl(String arn, boolean ignoresGroups) {
        GetBucketAclResponse acl = s3.getBucketAcl(request -> request.bucket(name));
        return joined(acl.grants().stream()
                .filter(grant -> grant.grantee().uri() == null
                        ? !acl.owner().id().equals(grant.grantee().id())
                        : !ignoresGroups && !grant.grantee().uri().endsWith("/LogDelivery"))
                .flatMap(grant -> {
                    Object principal = grant.grantee().uri() == null
                            ? Map.of("CanonicalUser", grant.grantee().id())
                            : "*";
                    // A permission that S3 adds one day counts as all of them.
                    List<String> all = ACTIONS.values().stream()
                            .flatMap(List::stream)
                            .sorted()
                            .toList();
                    return ACTIONS.getOrDefault(grant.permissionAsString(), all).stream()
                            .map(action ->
                                    allow(principal, action, action.contains("Object") ? arn + "/*" : arn, Map.of()));
                }));
    }

    private static Policy joined(Stream<Policy> policies) {
        return Policy.joined(policies.toArray(Policy[]::new));
    }

    /** @param equals values of condition keys */
    private static Policy allow(Object principal, Object action, String resource, Map<String, String> equals) {
        Map<String, ?> condition = equals.isEmpty() ? Map.of() : Map.of("StringEquals", equals);
        return Policy.of(Map.of(
                "Statement",
                Map.of(
                        "Effect", "Allow",
                        "Principal", principal,
                        "Action", action,
                        "Resource", resource,
                        "Condition", condition)));
    }

    private List<Bucket.Key> keys(List<String> granted) {
        Set<String> ids = new TreeSet<>(granted);
        find(
                        "ServerSideEncryptionConfigurationNotFoundError",
                        () -> s3.getBucketEncryption(request -> request.bucket(name))
                                .serverSideEncryptionConfiguration()
                                .rules())
                .orElse(List.of())
                .forEach(rule -> Optional.ofNullable(rule.applyServerSideEncryptionByDefault())
                        .map(byDefault -> byDefault.kmsMasterKeyID())
                        .ifPresent(ids::add));
        return ids.stream().map(this::key).distinct().toList();
    }

    /** @param id its ARN, or another name that S3 knows it by */
    private Bucket.Key key(String id) {
        String arn = id.contains(":key/")
                ? id
                : kms.describeKey(request -> request.keyId(id)).keyMetadata().arn();
        if (!arn.split(":", -1)[4].equals(account)) {
            throw new OperationException("The key " + arn + " of the bucket is in another account: its policy cannot be"
                    + " read, expected a key of account " + account);
        }
        String policy = kms.getKeyPolicy(request -> request.keyId(arn).policyName("default"))
                .policy();
        Stream<GrantListEntry> grants = kms.listGrantsPaginator(request -> request.keyId(arn)).grants().stream();
        return new Bucket.Key(
                arn,
                Policy.joined(
                        policy("the policy of the key " + arn, policy),
                        joined(grants.flatMap(grant -> grant(grant, arn)))));
    }

    /** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
    private static Stream<Policy> grant(GrantListEntry grant, String arn) {
        Map<String, String> context = new TreeMap<>();
        Optional.ofNullable(grant.constraints())
                .ifPresent(constraints -> Stream.of(
                                constraints.encryptionContextEquals(), constraints.encryptionContextSubset())
                        .forEach(each ->
                                each.forEach((name, value) -> context.put("kms:EncryptionContext:" + name, value))));
        List<String> operations =
                grant.operationsAsStrings().stream().map("kms:"::concat).toList();
        return Stream.concat(
                Stream.of(allow(principal(grant.granteePrincipal()), operations, arn, context)),
                Stream.ofNullable(grant.retiringPrincipal())
                        .map(name -> allow(principal(name), "kms:RetireGrant", arn, Map.of())));
    }

    private static Map<String, String> principal(String name) {
        return Map.of(name.startsWith("arn:") || name.matches("\\d{12}") ? "AWS" : "Service", name);
    }
}
