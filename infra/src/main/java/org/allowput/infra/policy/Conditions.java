package org.allowput.infra.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.IamPattern;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.Region;
import software.amazon.awscdk.Aws;

/** Conditions of policy statements, in one order, so that the same settings give the same template. */
public final class Conditions {
    private Conditions() {}

    /**
     * An agreed ExternalId, and where that is asked for, the role of the account's function, that of its workflow, its
     * organization, and MFA: requests with long-term credentials do not have its key, for which an Allow with
     * {@code Bool} does not hold.
     *
     * @param largeObjects whether there is a workflow for large objects
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     */
    public static Map<String, Object> assuming(List<String> externalIds, TrustedAccount trusted, boolean largeObjects) {
        Map<String, Object> equal = new TreeMap<>(Map.of("sts:ExternalId", externalIds));
        trusted.organizationId().ifPresent(id -> equal.put("aws:PrincipalOrgID", id));
        Map<String, Object> conditions = new TreeMap<>(Map.of("StringEquals", equal));
        trusted.roleName().ifPresent(role -> {
            String arn = Arns.role(trusted.account(), role);
            Object arns = largeObjects ? List.of(arn, Arns.role(trusted.account(), role.ofLargeObjects())) : arn;
            conditions.put("ArnEquals", Map.of("aws:PrincipalArn", arns));
        });
        if (trusted.requireMfa()) {
            conditions.put("Bool", Map.of("aws:MultiFactorAuthPresent", "true"));
        }
        return conditions;
    }

    /**
     * S3 in that Region uses the key on behalf of the role; the role cannot use it in a request of its own. KMS gives
     * the service's name by the partition's suffix in some partitions, and by {@code amazonaws.com} in all others.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">
     *     kms:ViaService</a>
     */
    public static Map<String, Object> viaS3(Region region) {
        return via("s3", region);
    }

    /** The same for another service. */
    public static Map<String, Object> via(String service, Region region) {
        return Map.of(
                "StringEquals",
                Map.of(
                        "kms:ViaService",
                        List.of(
                                "%s.%s.amazonaws.com".formatted(service, region),
                                "%s.%s.%s".formatted(service, region, Aws.URL_SUFFIX))));
    }

    /**
     * The request is of the function's code, and not of Lambda for the function.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html">Best practice: the code cannot
     *     use the permissions for network interfaces</a>
     */
    public static Map<String, Object> ofCode(String functions) {
        return Map.of("ArnLike", Map.of("lambda:SourceFunctionArn", functions));
    }

    /**
     * The put uses a key that the customer provides (SSE-C): the owner of the bucket does not have it.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Condition
     *     keys for Amazon S3</a>
     */
    public static Map<String, Object> withCustomerProvidedKey() {
        return Map.of("Null", Map.of("s3:x-amz-server-side-encryption-customer-algorithm", "false"));
    }

    /**
     * The put names a KMS key other than this one; or any, if there is none. Default encryption needs no name. The
     * negated operator also holds for a request that names no key, therefore the presence is a condition too.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">SSE-KMS</a>
     */
    public static Map<String, Object> withKmsKeyOtherThan(Optional<String> key) {
        String header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
        Map<String, Object> conditions = new TreeMap<>();
        conditions.put("Null", Map.of(header, "false"));
        key.ifPresent(arn -> conditions.put("StringNotEquals", Map.of(header, arn)));
        return conditions;
    }

    /**
     * The request creates an object, and would replace one that exists. CreateMultipartUpload and UploadPart are
     * authorized as {@code s3:PutObject} too, carry no such header, and create nothing: for them the operation's key is
     * false.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">Enforce
     *     conditional writes</a>
     */
    public static Map<String, Object> overwriting() {
        return new TreeMap<>(Map.of(
                "Bool", Map.of("s3:ObjectCreationOperation", "true"), "Null", Map.of("s3:if-none-match", "true")));
    }

    /**
     * The request has no {@code If-None-Match}: a put that could replace an object, and each request of a multipart
     * upload but its completion, so that no upload begins.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">Enforce
     *     conditional writes</a>
     */
    public static Map<String, Object> withoutIfNoneMatch() {
        return Map.of("Null", Map.of("s3:if-none-match", "true"));
    }

    /**
     * S3 answers 404 for a missing object only where listing the bucket is allowed, and 403 otherwise. AWS documents no
     * {@code s3:prefix} for that decision, so the condition holds where the request has none.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject, Permissions</a>
     */
    public static Map<String, Object> listing(List<String> keyPrefixes) {
        List<String> patterns =
                keyPrefixes.stream().map(IamPattern::startingWith).toList();
        return keyPrefixes.contains("")
                ? Map.of()
                : Map.of(
                        "StringLikeIfExists",
                        Map.of("s3:prefix", patterns.size() == 1 ? patterns.getFirst() : patterns));
    }

    /** The request lists keys with that prefix; it has one. S3 answers 403 for a missing object then. */
    public static Map<String, Object> listingOnly(String keyPrefix) {
        return Map.of("StringLike", Map.of("s3:prefix", IamPattern.startingWith(keyPrefix)));
    }

    /**
     * A service acts for that one resource of that account, and not for somebody else's.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
     *     deputy</a>
     */
    public static Map<String, Object> actingFor(String resourceArn, String account) {
        return new TreeMap<>(Map.of(
                "ArnEquals",
                Map.of("aws:SourceArn", resourceArn),
                "StringEquals",
                Map.of("aws:SourceAccount", account)));
    }

    /**
     * CloudWatch acts for an alarm of that account. Alarms refer to their topic, so its policy cannot refer to them.
     */
    public static Map<String, Object> actingForAlarms(String account) {
        String alarms = "arn:%s:cloudwatch:%s:%s:alarm:*".formatted(Aws.PARTITION, Aws.REGION, account);
        return new TreeMap<>(Map.of(
                "ArnLike", Map.of("aws:SourceArn", alarms),
                "StringEquals", Map.of("aws:SourceAccount", account)));
    }
}
