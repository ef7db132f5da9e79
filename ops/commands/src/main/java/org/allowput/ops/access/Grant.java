package org.allowput.ops.access;

import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.regions.Region;

/**
 * What account A grants to account B.
 *
 * @param roleArn the role that can put objects and do nothing else but what an opt-in adds
 * @param externalId what the role's trust policy requires; not in {@link #toString}
 * @param bucket the one bucket it can put into
 * @param otherBucket a bucket that exists and that it must not put into, best one of account A
 * @param keyPrefix of the keys that it can put; empty for any
 * @param deliveriesPrefix below which it can add receipts, and not change them; empty for none
 * @param writeOnce whether it can put only objects that do not exist, with {@code If-None-Match: *}
 */
public record Grant(
        String roleArn,
        String externalId,
        String bucket,
        String otherBucket,
        String keyPrefix,
        String deliveriesPrefix,
        boolean tags,
        boolean deletes,
        boolean writeOnce) {
    /** What the outputs of account A's stack state. */
    public static Grant of(StackOutputs outputs, String externalId, String otherBucket) {
        return of(TargetGrant.parse(outputs.get(StackOutput.TARGET_GRANT)), externalId, otherBucket);
    }

    /** What account A's output {@code TargetGrant} states. */
    static Grant of(TargetGrant line, String externalId, String otherBucket) {
        String partition =
                Region.of(line.get(Field.REGION)).metadata().partition().id();
        return new Grant(
                "arn:%s:iam::%s:role/%s".formatted(partition, line.get(Field.ACCOUNT), line.get(Field.ROLE)),
                externalId,
                line.get(Field.BUCKET),
                otherBucket,
                line.get(Field.KEY_PREFIX),
                line.get(Field.DELIVERIES_PREFIX),
                line.allows(Field.REPLICATE_TAGS),
                line.allows(Field.REPLICATE_DELETES),
                line.allows(Field.WRITE_ONCE));
    }

    @Override
    public String toString() {
        return roleArn + " on " + bucket;
    }
}
