package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;

/**
 * A bucket.
 *
 * @param policy its policy, and its access control list as a policy
 * @param objectsAreOwned whether access control lists are disabled
 * @param accessPoints those of its own account
 * @param keys its default key, and those of the grant
 */
public record Bucket(
        String arn, Policy policy, boolean objectsAreOwned, List<AccessPoint> accessPoints, List<Key> keys) {
    private static final Optional<Principals> EVERYBODY =
            Optional.of(new Principals(Map.of("AWS", List.of("*")), false));

    /** Its policy counts for requests whose resource begins with its ARN. */
    public record AccessPoint(String arn, Policy policy) {}

    /** A KMS key, with its policy and its grants as a policy. */
    public record Key(String arn, Policy policy) {}

    /**
     * A policy as it counts with {@code RestrictPublicBuckets}: if it is public, then nobody of another account may use
     * it but services. One with a statement for everybody without conditions is public. S3 calls more policies public:
     * these count as if they were not.
     *
     * @param account that owns the bucket or access point
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Blocking
     *     public access</a>
     */
    public static Policy restricted(Policy policy, String account) {
        return policy.statements().stream().noneMatch(Bucket::isPublic)
                ? policy
                : new Policy(policy.statements().stream()
                        .flatMap(statement -> statement.allow()
                                ? restrictions(account)
                                        .map(restriction -> statement.with(
                                                Stream.concat(statement.conditions().stream(), Stream.of(restriction))
                                                        .toList()))
                                : Stream.of(statement))
                        .toList());
    }

    /** Each allows a request by itself: the principals of the account, and services. */
    private static Stream<Condition> restrictions(String account) {
        return Policy.parse("""
            {"Statement": [
             {"Effect": "Allow", "Principal": "*", "Action": "*",
              "Condition": {"StringEquals": {"aws:PrincipalAccount": "%s"}}},
             {"Effect": "Allow", "Principal": "*", "Action": "*",
              "Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}}}]}
            """.formatted(account))
                .conditions()
                .filter(condition -> condition.key().contains(":"));
    }

    /** Whether a statement allows something to everybody, without conditions. */
    public static boolean isPublic(Statement statement) {
        return statement.allow()
                && statement.conditions().stream()
                        .noneMatch(condition -> condition.key().contains(":"))
                && statement.principals().equals(EVERYBODY);
    }
}
