package org.allowput.ops.access;

/**
 * What the target account offers.
 *
 * @param roleArn the role that can put and nothing else
 * @param externalId what the role's trust policy asks for; not in {@link #toString}
 * @param bucket the one bucket it can put into
 * @param otherBucket a bucket that is there and that it must not put into; best one of the target account
 * @param tags whether it may put tags, too
 */
public record Grant(String roleArn, String externalId, String bucket, String otherBucket, Tags tags) {
    /** What is expected of a PUT with a tag. */
    public enum Tags {
        /** Tags are not replicated: such a PUT has to be refused. */
        REFUSED,
        /** Tags are replicated, by opt-in. */
        ALLOWED,
        /** The emulator does not ask for {@code s3:PutObjectTagging}, as AWS does: its answer would say nothing. */
        UNANSWERABLE
    }

    @Override
    public String toString() {
        return roleArn + " on " + bucket;
    }
}
