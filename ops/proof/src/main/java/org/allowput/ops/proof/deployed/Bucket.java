package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.policy.Policy;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;

/**
 * A bucket.
 *
 * @param policy its policy, and its access control list as a policy
 * @param isRestricted whether the policy is public, so that nobody of another account may use it but services
 * @param objectsAreOwned whether access control lists are disabled
 * @param accessPoints those of its own account
 * @param keys its default key, and those of the grant
 */
public record Bucket(
        String arn,
        Policy policy,
        boolean isRestricted,
        boolean objectsAreOwned,
        List<AccessPoint> accessPoints,
        List<Key> keys) {
    private static final Principals EVERYBODY = new Principals(Map.of("AWS", List.of("*")), false);

    /**
     * Its policy counts for requests whose resource begins with its ARN.
     *
     * @param isRestricted whether the policy is public, so that nobody of another account may use it but services
     */
    public record AccessPoint(String arn, Policy policy, boolean isRestricted) {}

    /** A KMS key, with its policy and its grants as a policy. */
    public record Key(String arn, Policy policy) {}

    public String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /**
     * A policy with a statement for everybody without conditions is public. S3 calls more policies public: these count
     * as if they were not.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Blocking
     *     public access</a>
     */
    public static boolean isPublic(Policy policy) {
        return policy.statements().stream().anyMatch(Bucket::isPublic);
    }

    /** Whether a statement allows something to everybody, without conditions. */
    public static boolean isPublic(Statement statement) {
        return statement.allow()
                && statement.conditions().isEmpty()
                && statement.principals().equals(Optional.of(EVERYBODY));
    }
}
